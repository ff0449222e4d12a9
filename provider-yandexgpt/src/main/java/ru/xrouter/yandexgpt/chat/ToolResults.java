package ru.xrouter.yandexgpt.chat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.ToolCall;

/** The results of one assistant turn, put into the order of its calls. */
final class ToolResults {
    private final List<ToolCall> calls;
    private final List<@Nullable String> contents;

    ToolResults(List<ToolCall> calls) {
        this.calls = calls;
        this.contents = new ArrayList<>(Collections.nCopies(calls.size(), null));
    }

    /** Takes a result; false when no call with this id still waits for one. Calls may share an id. */
    boolean put(String id, String content) {
        for (int i = 0; i < calls.size(); i++) {
            if (contents.get(i) == null && calls.get(i).id().equals(id)) {
                contents.set(i, content);
                return true;
            }
        }
        return false;
    }

    /** The first call without a result. */
    OptionalInt firstMissing() {
        return IntStream.range(0, contents.size())
                .filter(i -> contents.get(i) == null)
                .findFirst();
    }

    /** One message with all results; its role is the user's, as the vendor's own SDK sends it. */
    ObjectNode message() {
        var message = JsonNodeFactory.instance.objectNode().put("role", "user");
        var results = message.putObject("toolResultList").putArray("toolResults");
        for (int i = 0; i < calls.size(); i++) {
            results.addObject()
                    .putObject("functionResult")
                    .put("name", calls.get(i).name())
                    .put("content", contents.get(i));
        }
        return message;
    }
}
