package ru.xrouter.gateway.relay;

import java.util.List;

/**
 * What the gateway knows of a request's body.
 *
 * @param models every model that may answer, {@code model} and those that {@code models} falls back on
 * @param maxTokens most tokens of one answer, as far as the request tells; 0 when it does not
 * @param choices {@code n}: answers to each text
 * @param texts prompts of a text completion; 1 for all else
 */
record GenerationHead(String model, List<String> models, boolean stream, int maxTokens, int choices, int texts) {
    GenerationHead {
        models = List.copyOf(models);
    }

    /** Most tokens of all answers together, when one that is not limited is taken for so long; no more than an int holds. */
    long answerTokens(long assumed) {
        var answers = Math.clamp((long) choices * texts, 1, Integer.MAX_VALUE);
        return Math.min(answers * (maxTokens > 0 ? maxTokens : assumed), Integer.MAX_VALUE);
    }
}
