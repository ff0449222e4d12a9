package ru.xrouter.gateway.call;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** What another service of ours answered. */
public record ServiceAnswer(int status, @Nullable String contentType, Buffer body) {}
