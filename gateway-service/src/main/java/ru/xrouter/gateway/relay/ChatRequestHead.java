package ru.xrouter.gateway.relay;

/** What the gateway knows of a chat request. */
record ChatRequestHead(String model, boolean stream) {}
