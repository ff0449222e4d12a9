package ru.xrouter.api.chat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.api.money.Charge;
import ru.xrouter.api.usage.Usage;

/**
 * Writes one generation's answer in one of OpenAI's wire formats, whole or in events. Every event is a line of data and
 * an empty line. An adapter writes everything but the usage; the router writes that, because it alone knows the cost.
 */
public sealed interface AnswerWriter permits ChatCompletionWriter, TextCompletionWriter {
    /** Unix seconds, the same in every part of the answer. */
    long created();

    /** The same with {@code system_fingerprint}: the version of the model, as its provider tells it; null for none. */
    AnswerWriter withFingerprint(@Nullable String fingerprint);

    /** An answer that was not streamed, without its usage; {@code {@link #usageMember}} goes before the last brace. */
    byte[] completion(List<Answer> choices, Map<String, String> metadata);

    /** The first event of a choice; may be empty where the format has none. */
    byte[] firstChunk(int choice, boolean includeUsage);

    /** One step of a choice; may be empty where the format cannot say it. */
    byte[] chunk(int choice, Delta delta, boolean includeUsage);

    byte[] finishChunk(int choice, FinishReason reason, boolean includeUsage);

    /** How the format spells a finish reason. */
    default String finishReason(FinishReason reason) {
        return reason.wireName();
    }

    /** The chunk with no choices that {@code stream_options.include_usage} asks for. */
    byte[] usageChunk(Usage usage, Charge charge);

    /** The event that ends every complete stream. */
    static byte[] done() {
        return AnswerJson.done();
    }

    /** An error in the middle of a stream: one event, after which the stream ends. */
    static byte[] errorEvent(ApiError error) {
        return AnswerJson.event(error.body());
    }

    /** {@code "usage":{…}}, to be appended to an answer in place of its closing brace. */
    static byte[] usageMember(Usage usage, Charge charge) {
        return AnswerJson.usageMember(usage, charge);
    }
}
