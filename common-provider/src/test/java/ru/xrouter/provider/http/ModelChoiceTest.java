package ru.xrouter.provider.http;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.provider.http.RunningAdapter.CHAT;
import static ru.xrouter.provider.http.RunningAdapter.PLAIN;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import ru.xrouter.api.adapter.CustomerCredential;
import ru.xrouter.api.http.Headers;

/** What the router says about the model: the provider's API that serves it, and with whose credential it is called. */
class ModelChoiceTest {
    private static final CustomerCredential OWN = new CustomerCredential("s3cret", Map.of("folder_id", "b1g"));

    @RegisterExtension
    private final RunningAdapter adapter = new RunningAdapter();

    @Test
    void callsTheApiThatTheCatalogueNames() {
        // Given
        adapter.upstream = request -> request.response().end("Volga");

        // When
        adapter.post(CHAT, PLAIN, Headers.SURFACE, "other");

        // Then
        assertThat(adapter.received.getFirst().path()).isEqualTo("/other");
    }

    @Test
    void refusesAnApiThatItDoesNotHaveAsOurMistake() {
        // When
        var answer = adapter.post(CHAT, PLAIN, Headers.SURFACE, "v9");

        // Then
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header(Headers.FAILURE)).isEqualTo("unavailable");
        assertThat(adapter.received).isEmpty();
    }

    @Test
    void refusesWhatItWouldIgnoreWhenAllParametersHaveToBeHonoured() {
        // When
        var answer = adapter.post(CHAT, PLAIN, Headers.REQUIRE_PARAMETERS, "true");

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header(Headers.FAILURE)).isEqualTo("unsupported_parameter");
        assertThat(answer.body()).contains("\"param\":\"seed\"");
        assertThat(adapter.received).isEmpty();
    }

    @Test
    void answersAndRefusesInTheOlderFormOfTools() {
        // Given
        adapter.upstream = request -> request.response().setStatusCode(400).end();
        var legacy = PLAIN.replace("\"model\"", "\"functions\":[{\"name\":7}],\"model\"");

        // Then
        assertThat(adapter.post(legacy).body()).contains("\"param\":\"functions[0].name\"");
    }

    @Test
    void callsWithTheCustomersOwnCredential() {
        // Given
        adapter.upstream = request -> request.response().end("Volga");

        // When
        var answer = adapter.post(CHAT, PLAIN, Headers.PROVIDER_CREDENTIAL, OWN.header());

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(adapter.received.getFirst().getHeader("authorization")).isEqualTo("customer s3cret");
    }

    @Test
    void tellsTheCustomerThatItsOwnCredentialIsRefused() {
        // Given
        adapter.upstream = request -> request.response().setStatusCode(401).end();

        // When
        var answer = adapter.post(CHAT, PLAIN, Headers.PROVIDER_CREDENTIAL, OWN.header());

        // Then
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.header(Headers.FAILURE)).isEqualTo("refused_credential");
        assertThat(answer.body()).contains("provider_credential_refused").doesNotContain("s3cret");
    }

    @Test
    void refusesACredentialThatIsNoneWithoutRepeatingIt() {
        // When
        var answer = adapter.post(CHAT, PLAIN, Headers.PROVIDER_CREDENTIAL, "s3cret!");

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).doesNotContain("s3cret");
        assertThat(adapter.received).isEmpty();
    }
}
