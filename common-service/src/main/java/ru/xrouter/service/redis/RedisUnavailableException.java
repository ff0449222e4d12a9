package ru.xrouter.service.redis;

/** Redis did not answer in time, or is not connected. Says nothing about whether the command took effect. */
public final class RedisUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    RedisUnavailableException(String message) {
        super(message, null, false, false);
    }
}
