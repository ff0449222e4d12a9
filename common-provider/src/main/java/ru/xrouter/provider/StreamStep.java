package ru.xrouter.provider;

import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.chat.Delta;
import ru.xrouter.api.chat.FinishReason;
import ru.xrouter.api.usage.Usage;

/** What a line of a streamed answer meant. */
public sealed interface StreamStep {
    record Said(Delta delta) implements StreamStep {}

    /** The answer has a file, which is fetched and said before the answer finishes. */
    record Made(MadeFile file) implements StreamStep {}

    /** Usage so far, cumulative; estimated when the provider tells only at the end. */
    record Counted(Usage usage) implements StreamStep {}

    /** The answer is complete. Nothing follows. */
    record Finished(FinishReason reason, Usage usage) implements StreamStep {}

    /** The answer is complete for the caller although the provider goes on: it is to be stopped. Nothing follows. */
    record CutShort(FinishReason reason, Usage usage) implements StreamStep {}

    /**
     * The provider gave up. Nothing follows.
     *
     * @param words the provider's own, as {@link ChatProvider#words} gives them; empty where there are none
     */
    record Failed(ProviderFailure failure, String words) implements StreamStep {
        public Failed(ProviderFailure failure) {
            this(failure, "");
        }
    }
}
