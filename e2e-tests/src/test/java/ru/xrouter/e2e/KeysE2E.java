package ru.xrouter.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.e2e.stack.Requests.GIGACHAT;
import static ru.xrouter.e2e.stack.Requests.YANDEXGPT;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import ru.xrouter.e2e.stack.Eventually;
import ru.xrouter.e2e.stack.Http;
import ru.xrouter.e2e.stack.OnRunningStack;
import ru.xrouter.e2e.stack.Operators;
import ru.xrouter.e2e.stack.Requests;
import ru.xrouter.e2e.stack.Stack;

/** A program manages its account's keys, and each key does what it may and no more. */
@OnRunningStack
class KeysE2E {
    private final Stack stack;
    private final Operators.Account account;
    private final Http manager;

    KeysE2E(Stack stack) {
        this.stack = stack;
        var operators = stack.operators();
        account = operators.newAccount("keys");
        var managing = operators.auth().post("/internal/accounts/%s/api-keys".formatted(account.id()), """
                        {"name":"manager","scopes":["keys:manage"],"requests_per_minute":100000}\
                        """);
        manager = stack.http(managing.json().path("key").asText());
    }

    @Test
    void livesItsLifeThroughThePublicApi() {
        // Given
        var wanted = """
                {"name": "app", "models": ["%s"], "requests_per_minute": 1001}""".formatted(GIGACHAT);
        assertThat(manager.post("/v1/keys", wanted).status())
                .as("more than the account's tier has")
                .isEqualTo(400);
        var agreed = stack.operators()
                .auth()
                .send("PUT", "/internal/accounts/%s/limits".formatted(account.id()), "{\"requests_per_minute\": 1001}");
        assertThat(agreed.status()).as(agreed.body()).isEqualTo(200);
        var made = manager.post("/v1/keys", wanted);
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        var id = made.json().at("/data/id").asText();
        var first = stack.http(made.json().path("key").asText());
        // Then it answers for its model alone, and manages nothing.
        assertThat(first.chat(Requests.plain(GIGACHAT, "Привет!")).status()).isEqualTo(200);
        assertThat(first.chat(Requests.plain(YANDEXGPT, "Привет!")).status()).isEqualTo(403);
        assertThat(first.get("/v1/keys").status()).isEqualTo(403);
        assertThat(manager.chat(Requests.plain(GIGACHAT, "Привет!")).status()).isEqualTo(403);
        // A change reaches the gateway, which had cached the key.
        assertThat(manager.send("PATCH", "/v1/keys/" + id, "{\"models\": null}").status())
                .isEqualTo(200);
        Eventually.holds(
                "the change is in force",
                Duration.ofSeconds(10),
                () -> first.chat(Requests.plain(YANDEXGPT, "Привет!")).status() == 200);
        // Rotation: both secrets work, then only the second.
        var rotated = manager.post("/v1/keys/" + id + "/rotate", "{\"overlap_seconds\": 3600}");
        var second = stack.http(rotated.json().path("key").asText());
        assertThat(second.get("/v1/key").status()).isEqualTo(200);
        assertThat(first.get("/v1/key").status()).isEqualTo(200);
        assertThat(manager.post("/v1/keys/" + id + "/rotate", "{\"overlap_seconds\": 0}")
                        .status())
                .isEqualTo(200);
        Eventually.holds(
                "old secrets open nothing",
                Duration.ofSeconds(10),
                () -> first.get("/v1/key").status() == 401
                        && second.get("/v1/key").status() == 401);
        // Revocation.
        assertThat(manager.send("DELETE", "/v1/keys/" + id, null).body()).isEqualTo("{\"deleted\":true}");
        assertThat(manager.get("/v1/keys").json().at("/data").findValuesAsText("id"))
                .doesNotContain(id)
                .contains(account.keyId());
    }

    @Test
    void touchesNobodyElsesKeys() {
        var stranger = stack.operators().newAccount("stranger");
        assertThat(manager.get("/v1/keys/" + stranger.keyId()).status()).isEqualTo(404);
        assertThat(manager.send("DELETE", "/v1/keys/" + stranger.keyId(), null).status())
                .isEqualTo(404);
        assertThat(stack.http(stranger.key()).get("/v1/key").status()).isEqualTo(200);
    }
}
