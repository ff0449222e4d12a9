package ru.xrouter.billing.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import ru.xrouter.api.money.Money;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.api.usage.UsageEvent;
import ru.xrouter.billing.testing.Billing;
import ru.xrouter.billing.testing.Events;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;

@QuarkusTest
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
class UsageReportsIT {
    private static final String PATH = "/internal/accounts/{id}/usage";

    @Inject
    Billing billing;

    @Test
    void sumsUpByWhatItIsAskedFor() {
        // Given
        var account = account();
        // When
        var byKey = Billing.call()
                .queryParam("group_by", "key,model")
                .get(PATH, account)
                .then();
        var byDay = Billing.call().get(PATH, account).then();
        // Then
        byKey.statusCode(200)
                .body("data.size()", equalTo(2))
                .body("data.find { it.key_id == 'k-1' }.generations", equalTo(2))
                .body("data.find { it.key_id == 'k-1' }.prompt_tokens", equalTo(30))
                .body("data.find { it.key_id == 'k-1' }.cost", equalTo(3.0f))
                .body("data.find { it.key_id == 'k-2' }.cost", equalTo(0.000004f));
        byDay.statusCode(200)
                .body("data.size()", equalTo(1))
                .body("data[0].day", equalTo(LocalDate.now(ZoneOffset.UTC).toString()))
                .body("data[0].generations", equalTo(3));
        assertThat(byDay.extract().jsonPath().getMap("data[0]")).doesNotContainKeys("model", "key_id", "app");
    }

    @Test
    void isCsvWhenAskedFor() {
        // Given
        var account = account();
        // When
        var csv = Billing.call()
                .queryParam("format", "csv")
                .queryParam("group_by", "app")
                .get(PATH, account)
                .then();
        // Then
        csv.statusCode(200).contentType("text/csv");
        assertThat(csv.extract().asString().lines())
                .containsExactly(
                        "day,model,key_id,app,generations,prompt_tokens,completion_tokens,cached_tokens,reasoning_tokens,"
                                + "embedding_tokens,cost,vat,byok_generations,byok_prompt_tokens,byok_completion_tokens,byok_cost",
                        ",,,app-1,3,35,18,0,0,0,3.000004,0.540985,0,0,0,0.000000");
    }

    @Test
    void tellsTheTokensOfEmbeddingsApart() {
        // Given
        var account = account();
        billing.send(Events.embedding(event(account, "k-1", Usage.of(9, 0), 50_000)));
        billing.awaitSettled();
        // When
        var byKey =
                Billing.call().queryParam("group_by", "key").get(PATH, account).then();
        // Then
        byKey.statusCode(200)
                .body("data.find { it.key_id == 'k-1' }.embedding_tokens", equalTo(9))
                .body("data.find { it.key_id == 'k-2' }.embedding_tokens", equalTo(0));
        Billing.call()
                .post("/internal/ledger/audits")
                .then()
                .body("checks.find { it.check == 'usage_by_day_embedding_tokens' }.difference_micros", equalTo(0));
    }

    @Test
    void tellsApartWhatWasServedWithTheAccountsOwnCredential() {
        // Given
        var account = account();
        billing.send(Events.byok(event(account, "k-1", Usage.of(7, 2), 50_000)));
        billing.awaitSettled();
        // When
        var byKey =
                Billing.call().queryParam("group_by", "key").get(PATH, account).then();
        var csv = Billing.call()
                .queryParam("format", "csv")
                .queryParam("group_by", "app")
                .get(PATH, account)
                .then();
        // Then
        byKey.statusCode(200)
                .body("data.find { it.key_id == 'k-1' }.generations", equalTo(3))
                .body("data.find { it.key_id == 'k-1' }.cost", equalTo(3.05f))
                .body("data.find { it.key_id == 'k-1' }.byok_generations", equalTo(1))
                .body("data.find { it.key_id == 'k-1' }.byok_prompt_tokens", equalTo(7))
                .body("data.find { it.key_id == 'k-1' }.byok_completion_tokens", equalTo(2))
                .body("data.find { it.key_id == 'k-1' }.byok_cost", equalTo(0.05f))
                .body("data.find { it.key_id == 'k-2' }.byok_generations", equalTo(0))
                .body("data.find { it.key_id == 'k-2' }.byok_cost", equalTo(0.0f));
        assertThat(csv.extract().asString()).endsWith(",1,7,2,0.050000\r\n");
    }

    @Test
    void showsAnAccountItsOwnAloneAndRefusesBadQuestionsByName() {
        Billing.call().get(PATH, Events.newAccount()).then().statusCode(200).body("data.size()", equalTo(0));
        Billing.call()
                .queryParam("format", "xml")
                .get(PATH, "a")
                .then()
                .statusCode(400)
                .body("error.param", equalTo("format"));
        RestAssured.given().get(PATH, "a").then().statusCode(401);
    }

    private String account() {
        var account = Events.newAccount();
        billing.send(event(account, "k-1", Usage.of(10, 5), 1_000_000));
        billing.send(event(account, "k-1", Usage.of(20, 10), 2_000_000));
        billing.send(event(account, "k-2", Usage.of(5, 3), 4));
        billing.awaitSettled();
        return account;
    }

    private static UsageEvent event(String account, String key, Usage usage, long micros) {
        return Events.event(Events.newGeneration(), account, key, Events.MODEL, usage, new Money(micros));
    }
}
