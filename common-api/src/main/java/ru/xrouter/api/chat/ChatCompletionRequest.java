package ru.xrouter.api.chat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A chat completion request, read and checked. A component that the caller left out (or sent as {@code null}) is null,
 * so that a provider's own default applies.
 *
 * @param includeUsage {@code stream_options.include_usage}
 * @param maxTokens {@code max_completion_tokens}, or else {@code max_tokens}
 * @param temperature 0 to 2
 * @param topP 0 to 1
 * @param repetitionPenalty more than 0, to 2; 1 is neutral
 * @param tools functions of the caller's
 * @param logprobs whether log probabilities are asked for
 * @param legacyFunctions whether the caller wrote its tools as {@code functions} and expects the answer in that form
 * @param present names of all parameters that ask for more than they would left out, in the caller's spelling
 */
public record ChatCompletionRequest(
        String model,
        List<ChatMessage> messages,
        boolean stream,
        boolean includeUsage,
        @Nullable Integer maxTokens,
        @Nullable Double temperature,
        @Nullable Double topP,
        @Nullable Double presencePenalty,
        @Nullable Double frequencyPenalty,
        @Nullable Double repetitionPenalty,
        List<String> stop,
        int n,
        @Nullable Long seed,
        List<FunctionTool> tools,
        List<HostedTool> hostedTools,
        @Nullable ToolChoice toolChoice,
        @Nullable Boolean parallelToolCalls,
        @Nullable ResponseFormat responseFormat,
        @Nullable String reasoningEffort,
        @Nullable String user,
        boolean logprobs,
        boolean legacyFunctions,
        Set<String> present) {
    public ChatCompletionRequest {
        messages = List.copyOf(messages);
        stop = List.copyOf(stop);
        tools = List.copyOf(tools);
        hostedTools = List.copyOf(hostedTools);
        present = Set.copyOf(present);
    }

    /** The same request for one choice. */
    public ChatCompletionRequest single() {
        return n == 1 ? this : with(messages, 1, reasoningEffort);
    }

    /** The same request with other messages, without a response format, not streamed, for one choice. */
    public ChatCompletionRequest unformatted(List<ChatMessage> others) {
        var names = new HashSet<>(present);
        names.remove("response_format");
        return new ChatCompletionRequest(
                model,
                others,
                false,
                includeUsage,
                maxTokens,
                temperature,
                topP,
                presencePenalty,
                frequencyPenalty,
                repetitionPenalty,
                stop,
                1,
                seed,
                tools,
                hostedTools,
                toolChoice,
                parallelToolCalls,
                null,
                reasoningEffort,
                user,
                logprobs,
                legacyFunctions,
                names);
    }

    /** The same request for a model that does not reason. */
    public ChatCompletionRequest withoutReasoning() {
        return reasoningEffort == null ? this : with(messages, n, null);
    }

    /** The same request with other messages. */
    public ChatCompletionRequest withMessages(List<ChatMessage> others) {
        return with(others, n, reasoningEffort);
    }

    private ChatCompletionRequest with(List<ChatMessage> newMessages, int newN, @Nullable String newEffort) {
        return new ChatCompletionRequest(
                model,
                newMessages,
                stream,
                includeUsage,
                maxTokens,
                temperature,
                topP,
                presencePenalty,
                frequencyPenalty,
                repetitionPenalty,
                stop,
                newN,
                seed,
                tools,
                hostedTools,
                toolChoice,
                parallelToolCalls,
                responseFormat,
                newEffort,
                user,
                logprobs,
                legacyFunctions,
                present);
    }
}
