package ru.xrouter.e2e.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** What operators can do: make accounts and keys, add credit, read the books. */
public record Operators(Http auth, Http billing) {
    private static final int NO_LIMIT = 1_000_000;

    /** An account with one key, made for one test. */
    public record Account(String id, String keyId, String key) {
        @Override
        public String toString() {
            return id;
        }
    }

    /** A new account with 1,000 roubles and a key that is never limited. */
    public Account newAccount(String name) {
        return newAccount(name, NO_LIMIT, 10_000);
    }

    /** A new account with 1,000 roubles and a key with these limits. */
    public Account newAccount(String name, int requestsPerMinute, int concurrency) {
        var id = auth.post("/internal/accounts", "{\"name\":\"%s\"}".formatted(name))
                .json()
                .path("account_id")
                .asText();
        topUp(id, "1000.00");
        return withKey(id, requestsPerMinute, concurrency);
    }

    /** A new account that has nothing, and a key that is never limited. */
    public Account newAccountWithoutCredit(String name) {
        var id = auth.post("/internal/accounts", "{\"name\":\"%s\"}".formatted(name))
                .json()
                .path("account_id")
                .asText();
        return withKey(id, NO_LIMIT, 10_000);
    }

    private Account withKey(String id, int requestsPerMinute, int concurrency) {
        var key = auth.post(
                "/internal/accounts/%s/api-keys".formatted(id), """
                        {"name":"e2e","requests_per_minute":%d,"requests_per_day":1000000,"concurrency":%d}\
                        """.formatted(requestsPerMinute, concurrency));
        assertThat(key.status()).as(key.body()).isEqualTo(201);
        return new Account(
                id, key.json().at("/data/id").asText(), key.json().path("key").asText());
    }

    /** Adds credit. */
    public void topUp(String accountId, String roubles) {
        var answer = billing.post(
                "/internal/accounts/%s/top-ups".formatted(accountId), """
                {"amount":"%s","reference":"e2e-%s"}\
                """.formatted(roubles, UUID.randomUUID()));
        assertThat(answer.status()).as(answer.body()).isIn(200, 201);
    }

    /** Revokes a key. */
    public void revoke(Account account) {
        assertThat(auth.send("DELETE", "/internal/api-keys/" + account.keyId(), null)
                        .status())
                .isEqualTo(204);
    }

    /** The account's balance, holds and spending, in micro-roubles. */
    public JsonNode credits(Account account) {
        return billing.get("/internal/accounts/%s/credits".formatted(account.id()))
                .json();
    }

    /** The settled generation, once it is in the books. */
    public Optional<JsonNode> generation(Account account, String generationId) {
        var answer = billing.get("/internal/generations/%s?account_id=%s".formatted(generationId, account.id()));
        assertThat(answer.status()).as(answer.body()).isIn(200, 404);
        return answer.status() == 200 ? Optional.of(answer.json()) : Optional.empty();
    }

    /** Waits until the generation is in the books. */
    public JsonNode settled(Account account, String generationId) {
        return settled(account, generationId, Eventually.USUALLY);
    }

    /** Waits so long at most until the generation is in the books. */
    public JsonNode settled(Account account, String generationId, Duration within) {
        return Eventually.get(
                "generation %s is in the books".formatted(generationId),
                within,
                () -> generation(account, generationId));
    }

    /** How many generations the key's account settled. */
    public long generations(Account account) {
        return billing.get("/internal/keys/%s/spend?account_id=%s".formatted(account.keyId(), account.id()))
                .json()
                .path("generations")
                .asLong();
    }

    /** Recomputes every sum from the ledger's entries. */
    public JsonNode audit() {
        return billing.post("/internal/ledger/audits", "{}").json();
    }

    /** Totals of the whole ledger. */
    public JsonNode ledger() {
        return billing.get("/internal/ledger/summary").json();
    }
}
