package ru.xrouter.gateway.idempotency;

/** What is known of a request with an idempotency key when it comes. */
public sealed interface Beginning {
    /** Nothing: it goes on, and its answer must be told to {@link Replays}. */
    record New() implements Beginning {}

    /** It was answered: this is the answer. */
    record Answered(RecordedAnswer answer) implements Beginning {}

    /** It is being answered. */
    record InProgress() implements Beginning {}

    /** The key belongs to another request. */
    record OtherRequest() implements Beginning {}

    /** It was answered and paid, but the answer was too large to be kept. */
    record NotKept() implements Beginning {}

    /** Nobody can know at the moment. */
    record Unknown() implements Beginning {}
}
