package ru.xrouter.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.e2e.stack.Requests.GIGACHAT;
import static ru.xrouter.e2e.stack.Requests.YANDEXGPT;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import ru.xrouter.e2e.stack.Eventually;
import ru.xrouter.e2e.stack.Http;
import ru.xrouter.e2e.stack.OnRunningStack;
import ru.xrouter.e2e.stack.Operators;
import ru.xrouter.e2e.stack.Requests;
import ru.xrouter.e2e.stack.Stack;

/** An account's own contract with a provider is used in place of ours, pays for what it uses, and is nobody else's to use. */
@OnRunningStack
class OwnCredentialsE2E {
    private static final String GIGACHAT_PATH = "/v1/provider-credentials/gigachat";
    private static final String YANDEXGPT_PATH = "/v1/provider-credentials/yandexgpt";

    private final Stack stack;
    private final Operators operators;
    private final Operators.Account account;
    private final Http manager;
    private final String customer = "customer-" + UUID.randomUUID();
    private final String secret = gigaChatKey(customer + ":" + UUID.randomUUID());

    OwnCredentialsE2E(Stack stack) {
        this.stack = stack;
        operators = stack.operators();
        account = operators.newAccount("own-credentials");
        manager = managerOf(account);
    }

    private Http managerOf(Operators.Account owner) {
        var managing = operators.auth().post("/internal/accounts/%s/api-keys".formatted(owner.id()), """
                        {"name":"manager","scopes":["keys:manage"],"requests_per_minute":100000}\
                        """);
        return stack.http(managing.json().path("key").asText());
    }

    private static String gigaChatKey(String idAndSecret) {
        return Base64.getEncoder().encodeToString(idAndSecret.getBytes(StandardCharsets.UTF_8));
    }

    private Http.Answer put(String path, String ownSecret, String more) {
        return manager.send("PUT", path, "{\"secret\":\"%s\"%s}".formatted(ownSecret, more));
    }

    /** An answered chat completion, and whose contract the provider was paid by. */
    private record Served(Http.Answer answer, String paidBy) {}

    private Served chat(Operators.Account caller, String model) {
        var trace = Requests.traceId();
        var answer = stack.http(caller.key())
                .with("traceparent", Requests.traceparent(trace))
                .chat(Requests.plain(model, "Привет!"));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return new Served(answer, stack.simulatorControl().paidBy(trace));
    }

    @Test
    void payTheProviderThemselvesAndUsTheFee() {
        // Given
        var ours = chat(account, GIGACHAT);
        var put = put(GIGACHAT_PATH, secret, "");
        assertThat(put.status()).as(put.body()).isEqualTo(200);
        // When
        var own = Eventually.get("the gateway knows the credential", () -> {
            var served = chat(account, GIGACHAT);
            return served.paidBy().equals(customer) ? java.util.Optional.of(served) : java.util.Optional.empty();
        });
        // Then
        assertThat(ours.paidBy()).isNotEqualTo(customer);
        var usage = own.answer().json().path("usage");
        assertThat(usage.path("is_byok").asBoolean()).isTrue();
        var usual = ours.answer().json().at("/usage/cost").decimalValue();
        assertThat(usage.path("cost").decimalValue().doubleValue())
                .isBetween(usual.doubleValue() * 0.04, usual.doubleValue() * 0.07);
        var settled = operators.settled(account, own.answer().requestId());
        assertThat(settled.path("byok").asBoolean()).isTrue();
        assertThat(settled.path("provider_cost").asLong()).isZero();
        assertThat(settled.path("cost").asLong())
                .isEqualTo(usage.path("cost").decimalValue().movePointRight(6).longValueExact());
        assertThat(stack.http(account.key())
                        .get("/v1/generation?id=" + own.answer().requestId())
                        .json()
                        .at("/data/is_byok")
                        .asBoolean())
                .isTrue();
        var used = stack.http(account.key()).get("/v1/usage").json().at("/data/0");
        assertThat(used.path("generations").asLong()).isGreaterThan(1);
        assertThat(used.path("byok_generations").asLong())
                .isPositive()
                .isLessThan(used.path("generations").asLong());
        assertThat(used.path("byok_cost").decimalValue())
                .isGreaterThanOrEqualTo(usage.path("cost").decimalValue())
                .isLessThan(used.path("cost").decimalValue());
        // And it is nobody else's.
        var stranger = operators.newAccount("stranger");
        assertThat(chat(stranger, GIGACHAT).paidBy()).isEqualTo(ours.paidBy());
        assertThat(managerOf(stranger).get("/v1/provider-credentials").body()).isEqualTo("{\"data\":[]}");
        assertThat(managerOf(stranger).send("DELETE", GIGACHAT_PATH, null).status())
                .isEqualTo(404);
        // And it is gone as soon as it is taken away.
        assertThat(manager.send("DELETE", GIGACHAT_PATH, null).status()).isEqualTo(200);
        Eventually.holds(
                "ours is used again",
                Eventually.USUALLY,
                () -> chat(account, GIGACHAT).paidBy().equals(ours.paidBy()));
        assertThat(operators.audit().path("differing").asLong()).isZero();
    }

    @Test
    void billTheFolderOfAYandexKey() {
        var folder = "b1gcustomer" + Long.toString(System.nanoTime(), 36);
        var put =
                put(YANDEXGPT_PATH, "AQVN-key-of-a-customer", ",\"settings\":{\"folder_id\":\"%s\"}".formatted(folder));
        assertThat(put.status()).as(put.body()).isEqualTo(200);
        Eventually.holds(
                "the customer's folder is billed",
                Eventually.USUALLY,
                () -> chat(account, YANDEXGPT).paidBy().equals(folder));
    }

    @Test
    void areTriedBeforeTheyAreKeptAndNeverShownAgain() throws IOException {
        // When
        var wrong = put(GIGACHAT_PATH, gigaChatKey(customer + ":wrong"), "");
        var nobody = put("/v1/provider-credentials/parrot", secret, "");
        var without = stack.http(account.key()).get("/v1/provider-credentials");
        // Then
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.json().at("/error/code").asText()).isEqualTo("provider_credential_refused");
        assertThat(nobody.status()).isEqualTo(404);
        assertThat(without.status()).isEqualTo(403);
        assertThat(put(GIGACHAT_PATH, secret, "").status()).isEqualTo(200);
        assertThat(manager.send("POST", GIGACHAT_PATH + "/validate", "{}").status())
                .isEqualTo(200);
        var told = manager.get("/v1/provider-credentials");
        assertThat(told.json().at("/data/0/valid").asBoolean()).isTrue();
        assertThat(told.body()).doesNotContain(secret);
        chat(account, GIGACHAT);
        for (var log : stack.logs()) {
            assertThat(Files.readString(log, StandardCharsets.UTF_8))
                    .as(log.toString())
                    .doesNotContain(secret)
                    .doesNotContain(secret.substring(0, 40));
        }
    }
}
