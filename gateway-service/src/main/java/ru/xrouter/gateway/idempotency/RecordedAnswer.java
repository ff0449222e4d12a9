package ru.xrouter.gateway.idempotency;

/**
 * An answer as the client got it.
 *
 * @param requestId the generation that gave it
 * @param model who answered, as in the header; may be empty, like the provider
 */
public record RecordedAnswer(String requestId, String contentType, String model, String provider, String body) {}
