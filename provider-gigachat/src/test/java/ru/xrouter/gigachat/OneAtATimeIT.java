package ru.xrouter.gigachat;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.gigachat.Adapter.json;
import static ru.xrouter.gigachat.Adapter.question;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.xrouter.service.token.ServiceToken;

/** A person's key: GigaChat answers 429 to a second call at the same time. */
@QuarkusTest
@WithTestResource(SimulatorResource.class)
@TestProfile(OneAtATimeIT.OneAtATime.class)
@SuppressWarnings("NullAway.Init") // Quarkus and JUnit set the fields.
class OneAtATimeIT {
    /** Nobody has told the adapter, which knows by the scope of its key. */
    public static class OneAtATime implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("xrouter.provider.concurrency", "", "xrouter.gigachat.scope", "GIGACHAT_API_PERS");
        }
    }

    @Inject
    ServiceToken serviceToken;

    private Adapter adapter;

    @BeforeEach
    void adapter() {
        adapter = new Adapter(serviceToken);
        adapter.control("PUT", "/_sim/knobs", "{\"provider\":\"gigachat\",\"key-concurrency\":1,\"latency\":\"20ms\"}");
    }

    @AfterEach
    void resetSimulator() {
        adapter.control("DELETE", "/_sim/knobs", "");
    }

    @Test
    void callsOneAfterTheOther() {
        // When
        var calls = IntStream.range(0, 8)
                .mapToObj(i -> adapter.client()
                        .sendAsync(adapter.request(question("раз " + i, i % 2 == 0)), BodyHandlers.ofString()))
                .toList();
        var answers = calls.stream().map(CompletableFuture::join).toList();

        // Then
        assertThat(answers)
                .allSatisfy(answer ->
                        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200));
    }

    @Test
    void makesSeveralChoices() {
        var answer = adapter.post(question("раз", false).replaceFirst("}$", ",\"n\":3}"));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(json(answer).path("choices")).hasSize(3);
    }
}
