package ru.xrouter.router.generation;

import ru.xrouter.api.usage.Usage;
import ru.xrouter.router.peek.RequestPeek;

/** The prompt as we count it when a provider may have begun to serve and has told nothing. Pure. */
final class PromptEstimate {
    private static final int BYTES_PER_TOKEN = 4;
    private static final int TOKENS_PER_IMAGE = 256;

    private PromptEstimate() {}

    static Usage of(RequestPeek peek, int bodyBytes) {
        var prompt = Math.ceilDiv(bodyBytes - peek.imageBytes(), BYTES_PER_TOKEN) + peek.images() * TOKENS_PER_IMAGE;
        return Usage.estimate(prompt, 0);
    }
}
