package ru.xrouter.yandexgpt.token;

import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** Proves to Yandex Cloud who is calling. */
public sealed interface Credentials permits FixedCredentials, IamTokens {
    /** The value of the {@code authorization} header; told on the caller's event loop. */
    Future<@Nullable String> authorization();

    /** Yandex Cloud did not accept this value: the next one is a fresh one, where there can be one. */
    void rejected(@Nullable String authorization);
}
