package ru.xrouter.simulator.gigachat;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.simulator.RunningSimulator.json;

import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.simulator.RunningSimulator;

class GigaChatOAuthTest {
    private static final String REQUEST_ID = "0f7a3c1e-2b64-4d0e-9a52-6b7a3c11d9e0";
    private static final String SCOPE = "scope=GIGACHAT_API_PERS";
    private static final String CHAT = """
            {"model":"GigaChat-2","messages":[{"role":"user","content":"hi"}]}""";

    @RegisterExtension
    static final RunningSimulator SIM = new RunningSimulator();

    @AfterEach
    void clearKnobs() {
        SIM.delete("/_sim/knobs");
    }

    @Test
    void issuesATokenForHalfAnHour() {
        // When
        var response = SIM.send(SIM.tokenRequest("id:secret", REQUEST_ID, SCOPE));

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response).path("access_token").asText().split("\\.", -1))
                .hasSize(5);
        assertThat(Instant.ofEpochMilli(json(response).path("expires_at").asLong()))
                .isBetween(Instant.now().plusSeconds(1790), Instant.now().plusSeconds(1801));
    }

    @ParameterizedTest
    @CsvSource({
        "id:secret, scope=GIGACHAT_API_NOBODY, 400, 1",
        "id, scope=GIGACHAT_API_PERS, 400, 4",
        "id:secret, other=1, 400, 5",
        "id:wrong, scope=GIGACHAT_API_PERS, 401, 6",
        "id@GIGACHAT_API_PERS:secret, scope=GIGACHAT_API_B2B, 400, 7"
    })
    void refusesWithTheDocumentedCode(String key, String form, int status, int code) {
        var response = SIM.send(SIM.tokenRequest(key, REQUEST_ID, form));

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(json(response).path("code").asInt()).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"not-a-uuid", "0f7a3c1e-2b64-1d0e-9a52-6b7a3c11d9e0"})
    void wantsAVersion4RequestId(String requestId) {
        assertThat(SIM.send(SIM.tokenRequest("id:secret", requestId, SCOPE)).statusCode())
                .isEqualTo(400);
    }

    @Test
    void wantsTheBasicScheme() {
        var request = SIM.request("/gigachat/api/v2/oauth")
                .header("authorization", "Bearer " + RunningSimulator.base64("id:secret"))
                .header("rquid", UUID.randomUUID().toString())
                .header("content-type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(SCOPE))
                .build();

        assertThat(json(SIM.send(request)).path("code").asInt()).isEqualTo(4);
    }

    @Test
    void refusesAnExpiredToken() {
        // Given
        SIM.put("/_sim/knobs", "{\"provider\":\"gigachat\",\"token-ttl\":0}");
        var token = json(SIM.send(SIM.tokenRequest("id:secret", REQUEST_ID, SCOPE)))
                .path("access_token")
                .asText();

        // When
        var response = SIM.send(SIM.gigachat("/chat/completions", CHAT)
                .setHeader("authorization", "Bearer " + token)
                .build());

        // Then
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.body()).isEqualTo("{\"status\":401,\"message\":\"Token has expired\"}\n");
    }

    @Test
    void refusesATokenItDidNotIssue() {
        var response = SIM.send(SIM.gigachat("/chat/completions", CHAT)
                .setHeader("authorization", "Bearer stranger")
                .build());

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(json(response).path("message").asText()).isEqualTo("Unauthorized");
    }

    @Test
    void failsTheTokenEndpointAloneWhenAsked() {
        // Given
        SIM.put("/_sim/knobs", "{\"provider\":\"gigachat\",\"oauth_status\":500}");

        // Then
        assertThat(SIM.send(SIM.tokenRequest("id:secret", REQUEST_ID, SCOPE)).statusCode())
                .isEqualTo(500);
        assertThat(SIM.chat(CHAT).statusCode()).isEqualTo(200);
    }
}
