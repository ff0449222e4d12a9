package ru.xrouter.gateway.relay;

/** What the gateway knows of a request's body. */
record GenerationHead(String model, boolean stream) {}
