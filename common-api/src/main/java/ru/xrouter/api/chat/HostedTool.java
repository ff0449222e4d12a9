package ru.xrouter.api.chat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tool that the provider runs itself, so that its results are in the answer.
 *
 * @param param where the caller asks for it, in the caller's spelling
 * @param settings the provider's own settings of it, as the caller wrote them; null for none
 * @param timezone where the caller says its user is; null where it does not say
 */
public record HostedTool(
        Kind kind,
        String param,
        @Nullable JsonNode settings,
        @Nullable String timezone) {
    /** What such a tool does, by the name that OpenAI or its clients have for it. */
    public enum Kind {
        WEB_SEARCH("web_search"),
        WEB_FETCH("web_fetch"),
        CODE_INTERPRETER("code_interpreter"),
        IMAGE_GENERATION("image_generation"),
        MODEL_3D_GENERATION("model_3d_generation"),
        DATETIME("get_datetime"),
        MEMORY("memory");

        private final String wireName;

        Kind(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }

        /** Whether its results may be files. */
        public boolean makesFiles() {
            return switch (this) {
                case CODE_INTERPRETER, IMAGE_GENERATION, MODEL_3D_GENERATION -> true;
                case WEB_SEARCH, WEB_FETCH, DATETIME, MEMORY -> false;
            };
        }

        /** The kind that goes by a name, also by its dated ones and by those of other gateways; null for none. */
        static @Nullable Kind of(String type) {
            return switch (type) {
                case "web_fetch", "url_content_extraction", "openrouter:web_fetch" -> WEB_FETCH;
                case "code_interpreter" -> CODE_INTERPRETER;
                case "image_generation", "image_generate", "openrouter:image_generation" -> IMAGE_GENERATION;
                case "model_3d_generation", "model_3d_generate" -> MODEL_3D_GENERATION;
                case "get_datetime", "openrouter:datetime" -> DATETIME;
                case "memory" -> MEMORY;
                case "web_search", "openrouter:web_search" -> WEB_SEARCH;
                default -> type.matches("web_search(_preview)?(_\\d{4}_\\d{2}_\\d{2})?") ? WEB_SEARCH : null;
            };
        }
    }

    /** Whether one of the tools is of a kind. */
    public static boolean hasOne(List<HostedTool> tools, Kind kind) {
        return tools.stream().anyMatch(tool -> tool.kind() == kind);
    }

    /** Whether one of the tools may make files. */
    public static boolean makeFiles(List<HostedTool> tools) {
        return tools.stream().anyMatch(tool -> tool.kind().makesFiles());
    }

    /** For models that do not have it: an answer without it would not be the one that was asked for. */
    public InvalidParameterException refused() {
        return new InvalidParameterException(
                param, "unsupported_value", "This model has no tool '%s' of its own.".formatted(kind.wireName()));
    }
}
