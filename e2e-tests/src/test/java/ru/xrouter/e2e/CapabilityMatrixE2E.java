package ru.xrouter.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import ru.xrouter.e2e.stack.Http.Answer;
import ru.xrouter.e2e.stack.OnRunningStack;
import ru.xrouter.e2e.stack.Requests;
import ru.xrouter.e2e.stack.Stack;

/** What {@code GET /v1/models} says of every model is what the model does, parameter by parameter. */
@OnRunningStack
@TestInstance(PER_CLASS)
class CapabilityMatrixE2E {
    private static final String IGNORED = "x-xrouter-ignored-parameters";
    private static final String INSISTING = "\"provider\":{\"require_parameters\":true}";
    private static final Set<String> OF_THE_REQUEST = Set.of("model", "messages");

    private final Stack stack;

    CapabilityMatrixE2E(Stack stack) {
        this.stack = stack;
    }

    /** A model as the API shows it. */
    record Model(String id, Set<String> supported, JsonNode capabilities) {
        @Override
        public String toString() {
            return id;
        }
    }

    /** What became of a parameter: honoured where nothing is disclosed. */
    private record Fate(boolean refused, List<String> disclosed, String text) {
        boolean honoured() {
            return disclosed.isEmpty();
        }
    }

    Stream<Model> chatModels() {
        return StreamSupport.stream(
                        stack.http().get("/v1/models").json().path("data").spliterator(), false)
                .filter(model -> texts(model.path("endpoints")).contains("/v1/chat/completions"))
                .map(model -> new Model(
                        model.path("id").asText(),
                        texts(model.path("supported_parameters")),
                        model.path("capabilities")));
    }

    @ParameterizedTest
    @MethodSource("chatModels")
    void doesWithEveryParameterWhatTheListSays(Model model) {
        // Given
        var probed = ParameterProbe.PARAMETERS.stream()
                .map(ParameterProbe::parameter)
                .collect(Collectors.toSet());
        var softly = new SoftAssertions();
        softly.assertThat(probed).containsAll(without(model.supported(), OF_THE_REQUEST));
        for (var probe : ParameterProbe.PARAMETERS) {
            // When
            var trace = Requests.traceId();
            var fate = fate(asked(model, probe.members(), trace));
            // Then
            softly.assertThat(fate.honoured())
                    .as("%s: %s", probe.members(), fate.text())
                    .isEqualTo(model.supported().contains(probe.parameter()));
            if (probe.mark() != null) {
                softly.assertThat(stack.simulatorControl().received(trace, probe.mark()))
                        .as("%s at the provider", probe.members())
                        .isEqualTo(fate.honoured());
            }
            refusedOnlyWhereIgnored(softly, model, probe, fate);
        }
        softly.assertAll();
    }

    @ParameterizedTest
    @MethodSource("chatModels")
    void tellsWhichValuesItCannotHonour(Model model) {
        var softly = new SoftAssertions();
        for (var probe : ParameterProbe.VALUES) {
            refusedOnlyWhereIgnored(softly, model, probe, fate(asked(model, probe.members(), Requests.traceId())));
        }
        softly.assertAll();
    }

    private void refusedOnlyWhereIgnored(SoftAssertions softly, Model model, ParameterProbe probe, Fate plain) {
        // When
        var insisting = fate(asked(model, probe.members() + "," + INSISTING, Requests.traceId()));
        // Then
        softly.assertThat(plain.disclosed())
                .as("%s: %s", probe.members(), plain.text())
                .isEqualTo(plain.honoured() ? List.of() : List.of(probe.disclosed()));
        softly.assertThat(insisting.disclosed())
                .as("%s: %s", probe.members(), insisting.text())
                .isEqualTo(plain.disclosed());
        softly.assertThat(insisting.refused())
                .as("%s: %s", probe.members(), insisting.text())
                .isNotEqualTo(plain.honoured());
    }

    @ParameterizedTest
    @MethodSource("chatModels")
    void takesDefaultsSpeltOutForNothing(Model model) {
        // When
        var plain = fate(asked(model, ParameterProbe.DEFAULTS, Requests.traceId()));
        var insisting = fate(asked(model, ParameterProbe.DEFAULTS + "," + INSISTING, Requests.traceId()));
        // Then
        assertThat(plain.honoured()).as(plain.text()).isTrue();
        assertThat(insisting.honoured()).as(insisting.text()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("chatModels")
    void canDoWhatItsCapabilitiesSay(Model model) {
        // When
        var tools = model.supported().contains("tools");
        var reasoning = model.supported().contains("reasoning_effort");
        var formatted = asked(model, "\"response_format\":{\"type\":\"json_object\"}", Requests.traceId());
        var image = """
                {"model":"%s","messages":[{"role":"user","content":[{"type":"text","text":"Что это?"},
                 {"type":"image_url","image_url":{"url":"data:image/png;base64,%s"}}]}]}
                """.formatted(model.id(), Requests.PIXEL);
        var seen = stack.http().chat(image);
        // Then
        assertThat(model.capabilities().path("tools").asBoolean()).isEqualTo(tools);
        assertThat(model.capabilities().path("reasoning").asBoolean()).isEqualTo(reasoning);
        assertThat(formatted.status()).as(formatted.body()).isEqualTo(200);
        assertThat(formatted.json().at("/metadata/structured_output").isMissingNode())
                .as(formatted.body())
                .isEqualTo(model.capabilities().path("json_schema").asBoolean());
        assertThat(seen.status() == 200)
                .as(seen.body())
                .isEqualTo(model.capabilities().path("vision").asBoolean());
        if (seen.status() != 200) {
            assertThat(seen.status()).as(seen.body()).isEqualTo(400);
            assertThat(seen.json().at("/error/param").asText()).startsWith("messages");
        }
    }

    private Answer asked(Model model, String members, String trace) {
        var plain = Requests.plain(model.id(), "Привет!");
        return stack.http()
                .with("traceparent", Requests.traceparent(trace))
                .chat("%s,%s}".formatted(plain.substring(0, plain.length() - 1), members));
    }

    private static Fate fate(Answer answer) {
        return switch (answer.status()) {
            case 200 -> {
                var ignored = answer.header(IGNORED);
                yield new Fate(
                        false, ignored.isEmpty() ? List.of() : List.of(ignored.split(",", -1)), "ignored: " + ignored);
            }
            case 400 -> new Fate(true, List.of(answer.json().at("/error/param").asText()), answer.body());
            default -> throw new AssertionError(answer.status() + ": " + answer.body());
        };
    }

    private static Set<String> without(Set<String> all, Set<String> some) {
        return all.stream().filter(name -> !some.contains(name)).collect(Collectors.toSet());
    }

    private static Set<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.toSet());
    }
}
