package ru.xrouter.simulator.knobs;

import java.util.Locale;
import java.util.regex.Pattern;

/** One thing a test can ask for; its value is a number whose unit the knob defines (milliseconds for delays). */
public enum Knob {
    /** Delay before the response head. */
    LATENCY(Kind.DURATION, 0, 600_000),
    /** Delay between the response head and the first byte of the body. */
    FIRST_BYTE(Kind.DURATION, 0, 600_000),
    /** Delay between the chunks of a stream. */
    GAP(Kind.DURATION, 0, 600_000),
    /** Number of pieces the answer's text is streamed in. */
    CHUNKS(Kind.NUMBER, 1, 100_000),
    /** Exact length of the answer's text in tokens. */
    TOKENS(Kind.NUMBER, 1, 100_000),
    /** HTTP status of an error answered instead. */
    STATUS(Kind.NUMBER, 400, 599),
    /** The provider's own rate-limit error: 1 for its usual text, 2 for the hourly quota where the provider has one. */
    RATE_LIMITED(Kind.RATE, 0, 2),
    /** Value of a {@code Retry-After} header on an error, in seconds. */
    RETRY_AFTER(Kind.SECONDS, 0, 86_400),
    /** TCP reset after so many chunks; 0 resets before the head. */
    RESET_AFTER(Kind.NUMBER, 0, 100_000),
    /** Clean end of the body after so many chunks, without the final one. */
    CUT_AFTER(Kind.NUMBER, 0, 100_000),
    /** A body that is not JSON. */
    GARBAGE(Kind.FLAG, 0, 1),
    /** The provider's content filter fires, in a stream after so many chunks. */
    CONTENT_FILTER(Kind.COUNT_OR_NONE, 0, 100_000),
    /** Reasoning comes in the answer's text between {@code <think>} tags, as some models write it (GigaChat). */
    THINK_TAGS(Kind.FLAG, 0, 1),
    /** Of a JSON that messages describe in words, so many answers are none, counted from the message that says so (GigaChat). */
    WRONG_JSON(Kind.NUMBER, 1, 10),
    /** The provider's own error in the stream after so many chunks. */
    ERROR_AFTER(Kind.NUMBER, 0, 100_000),
    /** The form of an error: 1 or openai, 2 or text, 3 or native, 4 or nested (Yandex's OpenAI-compatible surface). */
    ERROR_FORM(Kind.FORM, 1, 4),
    /** Errors come with HTTP status 200. */
    ERRORS_AS_200(Kind.FLAG, 0, 1),
    /** The answer ends with {@code finish_reason: error} and no text (GigaChat). */
    FINISH_ERROR(Kind.FLAG, 0, 1),
    /** Global only: how many generations may run at the same time. */
    CONCURRENCY(Kind.NUMBER, 1, 1_000_000),
    /** Global only: how many generations of one account may run at the same time (GigaChat). */
    KEY_CONCURRENCY(Kind.NUMBER, 1, 1_000_000),
    /** Global only: the account pays as it goes and has no balance to show (GigaChat). */
    NO_BALANCE(Kind.FLAG, 0, 1),
    /** Global only: lifetime of access tokens issued from now on. */
    TOKEN_TTL(Kind.DURATION, 0, 86_400_000),
    /** Global only: HTTP status answered to a request for an access token. */
    OAUTH_STATUS(Kind.NUMBER, 400, 599),
    /** Global only: unknown request fields are ignored instead of refused (Yandex). */
    LENIENT(Kind.FLAG, 0, 1),
    /** Global only: a request without {@code User-Agent} is refused, as GigaChat's new host does. */
    REQUIRE_USER_AGENT(Kind.FLAG, 0, 1);

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m)?");

    private enum Kind {
        DURATION,
        SECONDS,
        NUMBER,
        COUNT_OR_NONE,
        FLAG,
        RATE,
        FORM
    }

    private final Kind kind;
    private final long least;
    private final long most;
    private final String wireName = name().toLowerCase(Locale.ROOT).replace('_', '-');

    Knob(Kind kind, long least, long most) {
        this.kind = kind;
        this.least = least;
        this.most = most;
    }

    /** The name used in directives and JSON, such as {@code first-byte}. */
    public String wireName() {
        return wireName;
    }

    static Knob named(String name) {
        var wanted = name.replace('_', '-');
        for (var knob : values()) {
            if (knob.wireName.equals(wanted)) {
                return knob;
            }
        }
        throw new IllegalArgumentException("unknown knob '" + name + "'");
    }

    /** Reads a value; an empty text is a knob given by name alone. */
    long parse(String text) {
        var value = read(text);
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "knob " + wireName + " must be in " + least + ".." + most + ", got '" + text + "'");
        }
        return value;
    }

    private long read(String text) {
        return switch (kind) {
            case DURATION -> duration(text);
            case SECONDS -> duration(text.matches("\\d+") ? text + "s" : text) / 1000;
            case NUMBER -> number(text);
            case COUNT_OR_NONE -> text.isEmpty() || text.equals("true") ? 0 : number(text);
            case FLAG -> text.isEmpty() || text.equals("true") ? 1 : text.equals("false") ? 0 : number(text);
            case RATE ->
                switch (text) {
                    case "", "true", "sessions" -> 1;
                    case "hour" -> 2;
                    case "false" -> 0;
                    default -> number(text);
                };
            case FORM -> form(text);
        };
    }

    private long form(String text) {
        return switch (text) {
            case "openai" -> 1;
            case "text" -> 2;
            case "native" -> 3;
            case "nested" -> 4;
            default -> number(text);
        };
    }

    private long duration(String text) {
        var matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("knob " + wireName + " is not a duration: '" + text + "'");
        }
        var amount = Long.parseLong(matcher.group(1));
        var unit = matcher.group(2) == null ? "ms" : matcher.group(2);
        return switch (unit) {
            case "m" -> amount * 60_000;
            case "s" -> amount * 1000;
            default -> amount;
        };
    }

    private long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException("knob " + wireName + " is not a number: '" + text + "'");
        }
    }
}
