package ru.xrouter.gigachat;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.gigachat.Adapter.awaitTrue;
import static ru.xrouter.gigachat.Adapter.data;
import static ru.xrouter.gigachat.Adapter.header;
import static ru.xrouter.gigachat.Adapter.question;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.xrouter.api.http.Headers;
import ru.xrouter.service.token.ServiceToken;

/** What becomes of a call when the provider fails, refuses or is left. */
@QuarkusTest
@WithTestResource(SimulatorResource.class)
@SuppressWarnings("NullAway.Init") // Quarkus and JUnit set the fields.
class FailuresIT {
    @Inject
    ServiceToken serviceToken;

    private Adapter adapter;

    @BeforeEach
    void adapter() {
        adapter = new Adapter(serviceToken);
    }

    @AfterEach
    void resetSimulator() {
        adapter.control("DELETE", "/_sim/knobs", "");
    }

    @Test
    void passesOnThatTheProviderIsBusy() {
        // When
        var answer = adapter.post(question("[[sim rate-limited retry-after=7]] раз", true));

        // Then
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(header(answer, Headers.FAILURE)).isEqualTo("rate_limited");
        assertThat(header(answer, "retry-after")).isEqualTo("7");
    }

    @Test
    void endsABrokenStreamWithAnErrorAndAReport() {
        for (var fault : List.of("reset-after=2", "cut-after=2")) {
            // When
            var answer = adapter.post(question("[[sim chunks=9 " + fault + "]] раз", true));

            // Then
            var data = data(answer.body());
            assertThat(data.get(data.size() - 2).at("/error/code").asText())
                    .as(fault)
                    .isEqualTo("upstream_interrupted");
            assertThat(data.getLast().path("failure").asText()).isEqualTo("interrupted");
            assertThat(data.getLast().at("/usage/completion_tokens").asLong()).isPositive();
            assertThat(data.getLast().at("/usage/estimated").asBoolean()).isTrue();
            assertThat(data)
                    .noneMatch(event -> event.at("/choices/0/finish_reason").isTextual());
        }
    }

    @Test
    void stopsTheProviderWhenTheCallerLeaves() throws Exception {
        // Given
        adapter.control("DELETE", "/_sim/served", "");
        var stream = adapter.client()
                .send(
                        adapter.request(question("[[sim tokens=20000 chunks=20000 gap=20ms]] раз", true)),
                        BodyHandlers.ofInputStream());
        readUntilText(stream.body());

        // When
        stream.body().close();

        // Then
        awaitTrue(() ->
                adapter.served().at("/providers/gigachat/GigaChat-2/cancelled").asLong() == 1);
        assertThat(adapter.served()
                        .at("/providers/gigachat/GigaChat-2/completion_tokens")
                        .asLong())
                .isBetween(1L, 10_000L);
    }

    @Test
    void timesOutWhenTheFirstByteIsLate() {
        // When
        var answer = adapter.post(question("[[sim first-byte=10s]] раз", true));

        // Then
        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(header(answer, Headers.FAILURE)).isEqualTo("timed_out");
    }

    @Test
    void refusesGarbage() {
        // When
        var answer = adapter.post(question("[[sim garbage]] раз", false));

        // Then
        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(header(answer, Headers.FAILURE)).isEqualTo("unavailable");
        assertThat(answer.body()).contains("\"type\":\"upstream_error\"");
    }

    @Test
    void endsAStreamThatTurnsIntoGarbageWithAnErrorAndAReport() {
        // When
        var answer = adapter.post(question("[[sim garbage chunks=9]] раз", true));

        // Then
        var data = data(answer.body());
        assertThat(data.get(data.size() - 2).at("/error/code").asText())
                .as(answer.body())
                .isEqualTo("upstream_interrupted");
        assertThat(data.getLast().path("failure").asText()).isEqualTo("interrupted");
    }

    @Test
    void tellsTheOperatorsTroubleFromTheCallers() {
        // When
        var noMoney = adapter.post(question("[[sim status=402]] раз", false));
        var overload = adapter.post(question("[[sim status=503]] раз", false));
        var tooLong = adapter.post(question("раз ".repeat(150_000), false));
        var unknownModel = adapter.post(question("раз", false), Map.of(Headers.PROVIDER_MODEL, "GigaChat-None"));

        // Then
        assertThat(header(noMoney, Headers.FAILURE)).isEqualTo("unavailable");
        assertThat(header(overload, Headers.FAILURE)).isEqualTo("unavailable");
        assertThat(header(unknownModel, Headers.FAILURE)).isEqualTo("unavailable");
        assertThat(header(tooLong, Headers.FAILURE)).isEqualTo("invalid_request");
        assertThat(tooLong.body()).contains("\"code\":\"context_length_exceeded\"");
    }

    private static void readUntilText(InputStream body) throws IOException {
        var reader = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        for (var line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.contains("\"content\":\"") && !line.contains("\"content\":\"\"")) {
                return;
            }
        }
        throw new AssertionError("The stream ended without text.");
    }
}
