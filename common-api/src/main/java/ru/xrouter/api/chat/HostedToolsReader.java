package ru.xrouter.api.chat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.HostedTool.Kind;

/**
 * Finds the tools that the provider is to run itself: {@code tools} of other types than functions, OpenAI's {@code
 * web_search_options} and {@code modalities}, and OpenRouter's {@code plugins}. What is asked for twice counts once.
 */
final class HostedToolsReader {
    private static final String OPTIONS = "web_search_options";
    private static final String PLUGINS = "plugins";
    private static final String MODALITIES = "modalities";

    /** What every hosted tool of OpenAI's may say that asks for nothing. */
    private static final Map<String, Set<String>> NOTHING_ASKED =
            Map.of("search_context_size", Set.of("medium"), "container", Set.of("auto"));

    private final List<HostedTool> found = new ArrayList<>();
    private final Set<String> ignored = new TreeSet<>();

    /** Whether an element of a request's list of tools is one. */
    static boolean isHosted(JsonNode tool) {
        var type = tool.path("type").textValue();
        return type != null && Kind.of(type) != null;
    }

    HostedToolsReader read(JsonParameters json) {
        var options = json.object(OPTIONS);
        if (options != null) {
            add(new HostedTool(Kind.WEB_SEARCH, OPTIONS, null, timezone(options, OPTIONS)));
            ignoreOthers(options, OPTIONS, Set.of("user_location"));
        }
        var tools = json.node("tools");
        for (int i = 0; tools != null && tools.isArray() && i < tools.size(); i++) {
            if (isHosted(tools.get(i))) {
                tool(new JsonParameters(tools.get(i), "tools[%d]".formatted(i)));
            }
        }
        json.list(PLUGINS, this::plugin);
        json.list(MODALITIES, JsonParameters::text).forEach(this::modality);
        return this;
    }

    List<HostedTool> found() {
        return found;
    }

    /** Names of what nobody honours of them. */
    Set<String> ignored() {
        return ignored;
    }

    private void tool(JsonParameters tool) {
        var type = tool.requiredString("type");
        var kind = Kind.of(type);
        if (kind != null) {
            var own = tool.object(kind.wireName());
            add(new HostedTool(
                    kind, tool.path("type"), own == null ? null : tool.node(kind.wireName()), timezone(tool, "tools")));
            ignoreOthers(tool, "tools", Set.of("type", "user_location", kind.wireName()));
        }
    }

    private JsonNode plugin(JsonNode node, String path) {
        var plugin = new JsonParameters(node, path);
        var id = plugin.requiredString("id");
        if (id.equals("web")) {
            add(new HostedTool(Kind.WEB_SEARCH, plugin.path("id"), null, null));
            ignoreOthers(plugin, PLUGINS, Set.of("id"));
        } else {
            ignored.add(PLUGINS + "." + id);
        }
        return node;
    }

    /** Pictures are drawn with a tool; an answer without another modality would not be the one that was asked for. */
    private void modality(String modality) {
        switch (modality) {
            case "text" -> {}
            case "image" -> add(new HostedTool(Kind.IMAGE_GENERATION, MODALITIES, null, null));
            default ->
                throw new InvalidParameterException(
                        MODALITIES,
                        "unsupported_value",
                        "No model answers in '%s': there is text, and with some models image.".formatted(modality));
        }
    }

    private void add(HostedTool tool) {
        if (!HostedTool.hasOne(found, tool.kind())) {
            found.add(tool);
        }
    }

    /** Of a user's place the providers know the time zone alone. */
    private @Nullable String timezone(JsonParameters of, String name) {
        var location = of.object("user_location");
        if (location == null) {
            return null;
        }
        var approximate = location.object("approximate");
        var place = approximate == null ? location : approximate;
        for (var member : place.present()) {
            if (!member.equals("type") && !member.equals("timezone")) {
                ignored.add("%s.user_location.%s".formatted(name, member));
            }
        }
        return place.string("timezone");
    }

    private void ignoreOthers(JsonParameters object, String name, Set<String> known) {
        for (var member : object.present()) {
            if (!known.contains(member) && !asksForNothing(member, object.node(member))) {
                ignored.add(name + "." + member);
            }
        }
    }

    private static boolean asksForNothing(String member, @Nullable JsonNode value) {
        var said = value == null ? null : value.isObject() ? value.path("type").textValue() : value.textValue();
        return said != null
                && NOTHING_ASKED.getOrDefault(member, Set.of()).contains(said)
                && (value == null || !value.isObject() || value.size() == 1);
    }
}
