package ru.xrouter.gateway.relay;

import java.util.List;

/**
 * What the gateway knows of a request's body.
 *
 * @param models every model that may answer, {@code model} and those that {@code models} falls back on
 */
record GenerationHead(String model, List<String> models, boolean stream) {
    GenerationHead {
        models = List.copyOf(models);
    }
}
