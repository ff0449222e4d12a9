package ru.xrouter.gigachat.chat;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.api.chat.ChatMessage;

/**
 * GigaChat's calls have no id but a {@code functions_state_id} that may repeat; OpenAI's have one that may not. Ours are
 * {@code call_<functions_state_id>_<n>} with n the number of calls so far in the conversation, so that the state comes
 * back with the history and no server has to remember it.
 */
final class CallIds {
    private static final String UUID_FORM =
            "\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}";
    private static final Pattern STATE = Pattern.compile(UUID_FORM);
    private static final Pattern OURS = Pattern.compile("call_(" + UUID_FORM + ")_\\d{1,9}");

    private CallIds() {}

    static String of(@Nullable String stateId, int number, String name, String arguments) {
        return "call_%s_%d"
                .formatted(
                        stateId != null && STATE.matcher(stateId).matches() ? stateId : invented(name, arguments),
                        number);
    }

    /** The state of an id made here with a genuine one; null for any other id, because GigaChat refuses foreign ones. */
    static @Nullable String stateId(String callId) {
        var matcher = OURS.matcher(callId);
        return matcher.matches() ? matcher.group(1) : null;
    }

    /** How many calls a conversation holds already. */
    static int callsSoFar(ChatCompletionRequest request) {
        int calls = 0;
        for (var message : request.messages()) {
            if (message instanceof ChatMessage.AssistantMessage assistant) {
                calls += assistant.toolCalls().size();
            }
        }
        return calls;
    }

    /** Not in the form of a state id, so that it is never sent back as one. */
    private static String invented(String name, String arguments) {
        var seed = (name + '\n' + arguments).getBytes(StandardCharsets.UTF_8);
        return UUID.nameUUIDFromBytes(seed).toString().replace("-", "");
    }
}
