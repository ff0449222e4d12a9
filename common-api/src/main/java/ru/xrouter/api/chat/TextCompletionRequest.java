package ru.xrouter.api.chat;

import java.util.List;

/**
 * A legacy text completion request, as the chat completions that answer it.
 *
 * @param choices a chat of one user message for each choice: every prompt, {@code n} times
 * @param echo the prompt of each choice, when the caller wants it before the text; else empty
 */
public record TextCompletionRequest(List<ChatCompletionRequest> choices, List<String> echo) {
    public TextCompletionRequest {
        choices = List.copyOf(choices);
        echo = List.copyOf(echo);
    }

    /** Whether every choice answers the same prompt. */
    public boolean isOfOnePrompt() {
        return choices.stream().map(ChatCompletionRequest::messages).distinct().count() == 1;
    }
}
