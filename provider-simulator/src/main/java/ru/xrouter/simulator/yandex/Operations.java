package ru.xrouter.simulator.yandex;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import ru.xrouter.simulator.answer.Json;
import ru.xrouter.simulator.exchange.Identifiers;
import ru.xrouter.simulator.knobs.Directive;
import ru.xrouter.simulator.knobs.Knob;

/** {@code completionAsync} and the operations it starts, which are done when they have been asked about for the second time. */
final class Operations {
    private static final int REMEMBERED = 10_000;
    private static final int POLLS = 2;
    private static final String TYPE = "type.googleapis.com/yandex.cloud.ai.foundation_models.v1.CompletionResponse";

    private final Clock clock;
    private final Map<String, Operation> operations = new ConcurrentHashMap<>();

    private record Operation(String id, Instant createdAt, String answer, int polls, boolean cancelled) {
        Operation asked() {
            return new Operation(id, createdAt, answer, polls + 1, cancelled);
        }

        Operation cancel() {
            return new Operation(id, createdAt, answer, POLLS, true);
        }

        Buffer json() {
            var json = Json.MAPPER.createObjectNode();
            json.put("id", id).put("description", "Async GPT Completion");
            json.put("createdAt", createdAt.toString())
                    .put("createdBy", "ajesimulator")
                    .put("modifiedAt", createdAt.toString());
            json.put("done", polls >= POLLS).putNull("metadata");
            if (cancelled) {
                json.putObject("error")
                        .put("code", 1)
                        .put("message", "Operation cancelled")
                        .putArray("details");
            } else if (polls >= POLLS) {
                var response = json.putObject("response").put("@type", TYPE);
                response.setAll((ObjectNode) Objects.requireNonNull(Json.parse(answer)));
            }
            return Buffer.buffer(json.toString());
        }
    }

    Operations(Clock clock) {
        this.clock = clock;
    }

    Buffer start(Buffer body, @Nullable String folder) {
        var request = CompletionRules.read(Json.parse(body), folder, false);
        if (request.stream()) {
            throw YandexRefusal.invalid("stream is not supported by asynchronous completion");
        }
        if (operations.size() >= REMEMBERED) {
            operations.clear();
        }
        var id = "d7q" + Identifiers.uuid().replace("-", "").substring(0, 17);
        var operation = new Operation(id, clock.instant().truncatedTo(ChronoUnit.SECONDS), answer(request), 0, false);
        operations.put(id, operation);
        return operation.json();
    }

    /** Answers {@code GET /operations/{id}} and {@code /operations/{id}:cancel}. */
    Buffer get(String idAndVerb) {
        var colon = idAndVerb.indexOf(':');
        var id = colon < 0 ? idAndVerb : idAndVerb.substring(0, colon);
        var operation = operations.computeIfPresent(
                id, (_, known) -> colon < 0 || known.polls() >= POLLS ? known.asked() : known.cancel());
        if (operation == null || (colon >= 0 && !idAndVerb.endsWith(":cancel"))) {
            throw YandexRefusal.notFound("Operation with id " + id + " not found");
        }
        return operation.json();
    }

    private static String answer(CompletionRequest request) {
        var directive = Directive.in(request.lastUserContent());
        var answer = CompletionAnswer.to(request, directive.text(), directive.knobs());
        var whole = new CompletionWriter(
                        answer, request.promptTokens(), 1, directive.knobs().get(Knob.CONTENT_FILTER, 0))
                .whole()
                .toString();
        // No envelope here: the call behind it is not a stream.
        return whole.substring("{\"result\":".length(), whole.length() - 1);
    }
}
