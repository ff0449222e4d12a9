package ru.xrouter.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.gateway.testing.GatewayClient.get;
import static ru.xrouter.gateway.testing.GatewayClient.json;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ru.xrouter.gateway.testing.FakeAuth;
import ru.xrouter.gateway.testing.Peers;
import ru.xrouter.gateway.testing.PeersResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;

@QuarkusTest
@WithTestResource(EmbeddedRedisResource.class)
@WithTestResource(PeersResource.class)
class ReadingIT {
    private static final String ID = "gen-01k9abcdefghjkmnpqrstvwxyz";

    private FakeAuth.Key key = new FakeAuth.Key("", "", "");

    @BeforeEach
    void start() {
        Peers.start();
        key = Peers.auth().newKey();
    }

    @Test
    void asksTheRouterForModelsEscapedOrNot() {
        assertThat(get(key, "/v1/models").body()).isEqualTo("{\"asked\":\"/v1/models\"}");
        assertThat(get(key, "/api/v1/models/gigachat/gigachat-2:latest").body())
                .isEqualTo("{\"asked\":\"/v1/models/gigachat/gigachat-2:latest\"}");
        assertThat(get(key, "/v1/models/gigachat%2Fgigachat-2").body())
                .isEqualTo("{\"asked\":\"/v1/models/gigachat/gigachat-2\"}");
    }

    @Test
    void asksTheRouterHowTheProvidersAreDoing() {
        assertThat(get(key, "/v1/providers/status").body()).isEqualTo("{\"asked\":\"/v1/providers/status\"}");
        assertThat(get(key, "/api/v1/providers/status/").statusCode()).isEqualTo(200);
    }

    @Test
    void letsNoModelIdLeadElsewhereInTheRouter() {
        for (var path :
                new String[] {"/v1/models/..%2F..%2Finternal", "/v1/models/a%2F..%2F..%2Fx", "/v1/models/a%3Fb"}) {
            var response = get(key, path);
            assertThat(response.statusCode()).as(path).isIn(400, 404);
            assertThat(response.body()).doesNotContain("asked");
        }
    }

    @Test
    void showsCreditsInRoubles() {
        // Given
        Peers.billing()
                .answer(
                        "/internal/accounts/" + key.accountId() + "/credits",
                        "{\"balance_micros\":98765432,\"held_micros\":1000000,\"spent_micros\":1234568,\"topped_up_micros\":100000000}");
        // When
        var data = json(get(key, "/v1/credits")).get("data");
        // Then
        assertThat(data.get("total_credits").toString()).isEqualTo("100");
        assertThat(data.get("total_usage").toString()).isEqualTo("1.234568");
        assertThat(data.get("balance").toString()).isEqualTo("98.765432");
    }

    @Test
    void showsTheKeyWithItsLimitsAndNeverTheKeyItself() {
        // Given
        Peers.billing()
                .answer(
                        "/internal/keys/" + key.id() + "/spend?account_id=" + key.accountId(),
                        "{\"spent_micros\":2500000,\"generations\":7}");
        // When
        var response = get(key, "/v1/key");
        var data = json(response).get("data");
        // Then
        assertThat(data.get("label").asText()).startsWith("xr-").contains("…");
        assertThat(data.get("name").asText()).isEqualTo("test key");
        assertThat(data.get("usage").decimalValue()).isEqualByComparingTo("2.5");
        assertThat(data.get("rate_limit").get("requests").asInt()).isEqualTo(100_000);
        assertThat(data.get("rate_limit").get("interval").asText()).isEqualTo("60s");
        assertThat(data.get("created_at").asText()).isEqualTo("2026-11-01T00:00:00Z");
        assertThat(data.get("expires_at").isNull()).isTrue();
        assertThat(response.body()).doesNotContain(key.secret());
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, -, null, null, null",
                "-, -, 4000000, 4, 1.5, null",
                "-, -, 2000000, 2, 0, null",
                "7000000, -, 4000000, 7, null, \"daily\"",
                "-, 9000000, 4000000, 9, null, \"monthly\""
            })
    void tellsWhatIsLeftOfTheLimitThatItShows(
            @Nullable Long day,
            @Nullable Long month,
            @Nullable Long lifetime,
            String limit,
            String remaining,
            String reset) {
        // Given
        var cap = new JsonObject()
                .put("day_micros", day)
                .put("month_micros", month)
                .put("lifetime_micros", lifetime);
        var capped = Peers.auth().newKey(identity -> identity.put("spending_cap", cap));
        Peers.billing()
                .answer(
                        "/internal/keys/" + capped.id() + "/spend?account_id=" + capped.accountId(),
                        "{\"spent_micros\":2500000,\"generations\":7}");
        // When
        var data = json(get(capped, "/v1/key")).get("data");
        // Then
        assertThat(data.get("limit")).hasToString(limit);
        assertThat(data.get("limit_remaining")).hasToString(remaining);
        assertThat(data.get("limit_reset")).hasToString(reset);
    }

    @Test
    void showsAGenerationToItsOwnAccountAlone() {
        // Given
        var stranger = Peers.auth().newKey();
        Peers.billing().answer("/internal/generations/" + ID + "?account_id=" + key.accountId(), generation());
        Peers.billing().answer("/internal/generations/" + ID + "?account_id=" + stranger.accountId(), generation());
        // When
        var data = json(get(key, "/v1/generation?id=" + ID)).get("data");
        var refused = get(stranger, "/v1/generation?id=" + ID);
        // Then
        assertThat(data.get("id").asText()).isEqualTo(ID);
        assertThat(data.get("model").asText()).isEqualTo("gigachat/gigachat-2");
        assertThat(data.get("provider_name").asText()).isEqualTo("gigachat");
        assertThat(data.get("tokens_prompt").asInt()).isEqualTo(11);
        assertThat(data.get("tokens_completion").asInt()).isEqualTo(7);
        assertThat(data.get("usage").decimalValue()).isEqualByComparingTo("0.0042");
        assertThat(data.get("total_cost").decimalValue()).isEqualByComparingTo("0.0042");
        assertThat(data.get("cost_details").get("price_valid_from").asText()).isEqualTo("2026-01-01");
        assertThat(data.get("key_id").asText()).isEqualTo("k");
        assertThat(data.get("given_up").toString())
                .isEqualTo("[{\"model\":\"yandex/yandexgpt\",\"provider_name\":\"yandexgpt\",\"reason\":\"timed_out\","
                        + "\"tokens_prompt\":9,\"tokens_completion\":0,\"tokens_estimated\":true,\"is_byok\":false}]");
        assertThat(data.get("end_user").isNull()).isTrue();
        assertThat(data.get("status").asText()).isEqualTo("answered");
        assertThat(data.get("endpoint").asText()).isEqualTo("chat");
        assertThat(data.get("streamed").asBoolean()).isTrue();
        assertThat(data.get("generation_time").asLong()).isEqualTo(640);
        assertThat(data.get("latency").asLong()).isEqualTo(120);
        assertThat(data.get("created_at").asText()).isEqualTo("2026-11-23T00:00:00Z");
        assertThat(refused.statusCode()).isEqualTo(404);
    }

    @Test
    void refusesAGenerationIdThatIsMissingUnknownOrNone() {
        assertThat(get(key, "/v1/generation").statusCode()).isEqualTo(400);
        assertThat(get(key, "/v1/generation?id=" + ID.replace('z', 'y')).statusCode())
                .isEqualTo(404);
        assertThat(get(key, "/v1/generation?id=..%2F..%2Fx").statusCode()).isEqualTo(404);
    }

    @Test
    void relaysTheStatementOfTheCallersAccountAlone() {
        // Given
        Peers.billing()
                .answer("/internal/accounts/" + key.accountId() + "/statements/2026-11?format=csv", "kind,amount");
        // When
        var statement = get(key, "/v1/statements/2026-11?format=csv&account_id=another");
        var elsewhere = get(key, "/v1/statements/..%2Fcredits");
        // Then
        assertThat(statement.statusCode()).isEqualTo(200);
        assertThat(statement.body()).isEqualTo("kind,amount");
        assertThat(elsewhere.statusCode()).isEqualTo(400);
        assertThat(json(elsewhere).get("error").get("param").asText()).isEqualTo("month");
    }

    @Test
    void relaysTheUsageReportOfTheCallersAccountAlone() {
        // Given
        var path = "/internal/accounts/" + key.accountId() + "/usage?from=2026-11-01&group_by=key%2Cmodel";
        Peers.billing().answer(path, "{\"object\":\"list\",\"data\":[]}");
        // When
        var report = get(key, "/v1/usage?group_by=key,model&from=2026-11-01&account_id=another");
        var away = get(key, "/v1/usage?format=csv");
        // Then
        assertThat(report.statusCode()).isEqualTo(200);
        assertThat(json(report).get("object").asText()).isEqualTo("list");
        assertThat(away.statusCode()).isEqualTo(503);
    }

    @Test
    void says503WhenBillingIsAway() {
        // Given
        Peers.billing().answer("/internal/accounts/" + key.accountId() + "/credits", "");
        // When
        var response = get(key, "/v1/credits");
        // Then
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("retry-after")).contains("1");
        assertThat(json(response).get("error").get("code").asText()).isEqualTo("service_unavailable");
    }

    private String generation() {
        return """
                {"generation_id":"%s","account_id":"%s","key_id":"k","model":"gigachat/gigachat-2","requested_model":"gigachat",
                 "provider":"gigachat","streamed":true,"outcome":"answered","finish_reason":"stop",
                 "usage":{"prompt_tokens":11,"completion_tokens":7},
                 "price":{"prompt_per_million":1,"cached_per_million":1,"completion_per_million":1,"valid_from":"2026-01-01"},
                 "cost":4200,"endpoint":"chat","attempts":1,"started_at":1795392000000,"latency_ms":640,"first_byte_ms":120,
                 "given_up":[{"model":"yandex/yandexgpt","provider":"yandexgpt","reason":"timed_out",
                              "usage":{"prompt_tokens":9,"estimated":true},"provider_cost":3}]}
                """.formatted(ID, key.accountId());
    }
}
