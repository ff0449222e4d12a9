package ru.xrouter.gateway.relay;

import java.util.List;

/**
 * What the gateway knows of a request's body.
 *
 * @param models every model that may answer, {@code model} and those that {@code models} falls back on
 * @param answerTokens most tokens of the answers, as far as the request tells; 0 when it does not
 */
record GenerationHead(String model, List<String> models, boolean stream, long answerTokens) {
    GenerationHead {
        models = List.copyOf(models);
    }
}
