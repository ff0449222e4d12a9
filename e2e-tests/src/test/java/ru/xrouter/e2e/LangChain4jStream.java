package ru.xrouter.e2e;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Gathers what LangChain4j hands on of a streamed answer. */
final class LangChain4jStream implements StreamingChatResponseHandler {
    private final CompletableFuture<ChatResponse> answer = new CompletableFuture<>();
    private final List<String> parts = new CopyOnWriteArrayList<>();
    private final List<Object> unmapped = new CopyOnWriteArrayList<>();
    private final int enough;

    /** @param enough after so many parts the answer is cancelled */
    LangChain4jStream(int enough) {
        this.enough = enough;
    }

    LangChain4jStream() {
        this(Integer.MAX_VALUE);
    }

    @Override
    public void onPartialResponse(PartialResponse part, PartialResponseContext context) {
        parts.add(part.text());
        if (parts.size() == enough) {
            context.streamingHandle().cancel();
        }
    }

    @Override
    public void onUnmappedRawEvent(Object event) {
        unmapped.add(event);
    }

    @Override
    public void onCompleteResponse(ChatResponse complete) {
        answer.complete(complete);
    }

    @Override
    public void onError(Throwable failure) {
        answer.completeExceptionally(failure);
    }

    /** The whole answer, or how it failed. */
    CompletableFuture<ChatResponse> answer() {
        return answer;
    }

    List<String> parts() {
        return parts;
    }

    /** Events that are no part of an answer. */
    List<Object> unmapped() {
        return unmapped;
    }
}
