package ru.xrouter.api.chat;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.money.Charge;
import ru.xrouter.api.usage.Usage;

/**
 * OpenAI's legacy text completion. Has no roles, reasoning or tool calls: events for them are empty.
 *
 * @param id the generation id
 * @param created Unix seconds
 * @param model public id of the model that answers
 * @param provider public name of the provider that answers
 * @param echo the prompt of each choice to be put before its text; empty when the caller did not ask for it
 * @param fingerprint {@code system_fingerprint}: the version of the model, as its provider tells it
 */
public record TextCompletionWriter(
        String id,
        long created,
        String model,
        String provider,
        List<String> echo,
        @Nullable String fingerprint) implements AnswerWriter {
    private static final byte[] NOTHING = {};

    public TextCompletionWriter {
        echo = List.copyOf(echo);
    }

    public TextCompletionWriter(String id, long created, String model, String provider, List<String> echo) {
        this(id, created, model, provider, echo, null);
    }

    @Override
    public TextCompletionWriter withFingerprint(@Nullable String fingerprint) {
        return new TextCompletionWriter(id, created, model, provider, echo, fingerprint);
    }

    @Override
    public byte[] completion(List<Answer> choices, Map<String, String> metadata) {
        return AnswerJson.object(json -> {
            identity(json);
            json.writeArrayFieldStart("choices");
            for (int i = 0; i < choices.size(); i++) {
                var answer = choices.get(i);
                var text = answer.text() == null ? "" : answer.text();
                choice(json, i, prompt(i) + text, answer.finishReason());
            }
            json.writeEndArray();
            AnswerJson.metadata(json, metadata);
        });
    }

    @Override
    public byte[] firstChunk(int choice, boolean includeUsage) {
        return prompt(choice).isEmpty() ? NOTHING : chunk(choice, prompt(choice), null, includeUsage);
    }

    @Override
    public byte[] chunk(int choice, Delta delta, boolean includeUsage) {
        return delta instanceof Delta.Text(var text) ? chunk(choice, text, null, includeUsage) : NOTHING;
    }

    @Override
    public byte[] finishChunk(int choice, FinishReason reason, boolean includeUsage) {
        return chunk(choice, "", reason, includeUsage);
    }

    @Override
    public byte[] usageChunk(Usage usage, Charge charge) {
        return AnswerJson.event(json -> {
            identity(json);
            json.writeArrayFieldStart("choices");
            json.writeEndArray();
            AnswerJson.usage(json, usage, charge);
        });
    }

    private String prompt(int choice) {
        return choice < echo.size() ? echo.get(choice) : "";
    }

    private byte[] chunk(int choice, String text, @Nullable FinishReason reason, boolean includeUsage) {
        return AnswerJson.event(json -> {
            identity(json);
            json.writeArrayFieldStart("choices");
            choice(json, choice, text, reason);
            json.writeEndArray();
            if (includeUsage) {
                json.writeNullField("usage");
            }
        });
    }

    private void identity(JsonGenerator json) throws IOException {
        AnswerJson.identity(json, id, "text_completion", created, model, provider, fingerprint);
    }

    private static void choice(JsonGenerator json, int index, String text, @Nullable FinishReason reason)
            throws IOException {
        json.writeStartObject();
        json.writeNumberField("index", index);
        json.writeStringField("text", text);
        json.writeNullField("logprobs");
        json.writeStringField("finish_reason", reason == null ? null : reason.wireName());
        json.writeEndObject();
    }
}
