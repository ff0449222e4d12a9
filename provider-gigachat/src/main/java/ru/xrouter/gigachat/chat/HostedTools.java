package ru.xrouter.gigachat.chat;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import ru.xrouter.api.chat.HostedTool;

/** The tools that GigaChat runs itself, as version 2 of its API has them. */
final class HostedTools {
    /** Of GigaChat's three ways to search, the one that its own SDK shows. */
    private static final String SEARCH = "actual_info_web_search";

    private HostedTools() {}

    /** GigaChat's name for a tool. */
    static String name(HostedTool.Kind kind) {
        return switch (kind) {
            case WEB_SEARCH -> "web_search";
            case WEB_FETCH -> "url_content_extraction";
            case CODE_INTERPRETER -> "code_interpreter";
            case IMAGE_GENERATION -> "image_generate";
            case MODEL_3D_GENERATION -> "model_3d_generate";
            case DATETIME -> "get_datetime";
            case MEMORY -> "memory";
        };
    }

    /** Elements of {@code tools}. */
    static void write(JsonGenerator json, List<HostedTool> tools) throws IOException {
        for (var tool : tools) {
            json.writeStartObject();
            json.writeFieldName(name(tool.kind()));
            if (tool.settings() != null) {
                json.writeTree(tool.settings());
            } else {
                json.writeStartObject();
                if (tool.kind() == HostedTool.Kind.WEB_SEARCH) {
                    json.writeStringField("type", SEARCH);
                }
                json.writeEndObject();
            }
            json.writeEndObject();
        }
    }

    /** {@code user_info}, where the caller tells the time zone. */
    static void writeUser(JsonGenerator json, List<HostedTool> tools) throws IOException {
        var timezone = tools.stream()
                .map(HostedTool::timezone)
                .filter(Objects::nonNull)
                .findFirst();
        if (timezone.isPresent()) {
            json.writeObjectFieldStart("user_info");
            json.writeStringField("timezone", timezone.get());
            json.writeEndObject();
        }
    }
}
