package ru.xrouter.billing.topup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ru.xrouter.api.redis.RedisNames;
import ru.xrouter.billing.testing.Billing;
import ru.xrouter.billing.testing.Events;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;

@QuarkusTest
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
class AccountsIT {
    @Inject
    Billing billing;

    @Inject
    RedisDataSource redis;

    @Test
    void opensAnAccountWithItsFirstTopUpAndPublishesItsBalance() {
        // Given
        var account = Events.newAccount();
        // When
        var first = Billing.topUp(account, "100.00");
        var second = Billing.topUp(account, "0.5");
        // Then
        first.statusCode(201).body("balance_micros", equalTo(100_000_000));
        second.statusCode(201).body("balance_micros", equalTo(100_500_000));
        assertThat(billing.copy(account)).containsEntry("micros", "100500000").containsEntry("version", "2");
    }

    @Test
    void countsATopUpOncePerReference() {
        // Given
        var account = Events.newAccount();
        Billing.topUp(account, "100.00", "invoice-1").statusCode(201);
        // When
        var again = Billing.topUp(account, "100", "invoice-1");
        var otherAmount = Billing.topUp(account, "200.00", "invoice-1");
        var otherAccount = Billing.topUp(Events.newAccount(), "7.00", "invoice-1");
        // Then
        again.statusCode(200).body("balance_micros", equalTo(100_000_000));
        otherAmount.statusCode(409).body("error.param", equalTo("reference"));
        otherAccount.statusCode(201).body("balance_micros", equalTo(7_000_000));
        assertThat(Billing.balance(account)).isEqualTo(100_000_000);
    }

    @Test
    void rewritesALostCopyOfTheBalance() {
        // Given
        var account = Events.newAccount();
        Billing.topUp(account, "3.00");
        redis.key().del(RedisNames.balance(account));
        // When
        var published = Billing.call()
                .post("/internal/accounts/{id}/balance/publish", account)
                .then();
        // Then
        published.statusCode(204);
        assertThat(billing.copiedBalance(account)).isEqualTo("3000000");
    }

    @Test
    void publishesNoBalanceOfAnUnknownAccount() {
        // Given
        var account = Events.newAccount();
        // When
        var published = Billing.call()
                .post("/internal/accounts/{id}/balance/publish", account)
                .then();
        // Then
        published.statusCode(404).body("error.code", equalTo("not_found"));
        assertThat(billing.copy(account)).isEmpty();
    }

    @Test
    void tellsThatAnUnknownAccountHasNothing() {
        // Given
        var account = Events.newAccount();
        // When
        var credits =
                Billing.call().get("/internal/accounts/{id}/credits", account).then();
        // Then
        credits.statusCode(200)
                .body("balance_micros", equalTo(0))
                .body("held_micros", equalTo(0))
                .body("spent_micros", equalTo(0))
                .body("topped_up_micros", equalTo(0));
    }

    @Test
    void tellsAKeysSpendToItsOwnAccountAlone() {
        // Given
        var account = Events.newAccount();
        var event = Events.costing(account, 900);
        billing.send(event);
        billing.awaitSettled();
        // When
        var own = spend(event.keyId(), account);
        var others = spend(event.keyId(), Events.newAccount());
        // Then
        own.body("spent_micros", equalTo(900)).body("generations", equalTo(1));
        others.body("spent_micros", equalTo(0)).body("generations", equalTo(0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"reference": "r"}                        | amount    | missing_required_parameter
                    {"amount": "1.00"}                        | reference | missing_required_parameter
                    {"amount": "-1.00", "reference": "r"}     | amount    | invalid_value
                    {"amount": "0.0000001", "reference": "r"} | amount    | invalid_value
                    {"amount": {}, "reference": "r"}          | amount    | invalid_type
                    """)
    void namesTheParameterThatIsWrong(String body, String param, String code) {
        Billing.call()
                .body(body)
                .post("/internal/accounts/acct-1/top-ups")
                .then()
                .statusCode(400)
                .body("error.param", equalTo(param))
                .body("error.code", equalTo(code));
    }

    @ParameterizedTest
    @CsvSource({"/internal/generations/gen-1", "/internal/keys/key-1/spend"})
    void asksForTheAccountWhereverOneIsNeeded(String path) {
        Billing.call().get(path).then().statusCode(400).body("error.param", equalTo("account_id"));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /internal/accounts/acct-1/credits",
        "POST, /internal/accounts/acct-1/top-ups",
        "POST, /internal/accounts/acct-1/balance/publish",
        "GET, /internal/generations/gen-1",
        "GET, /internal/keys/key-1/spend",
        "GET, /internal/ledger/summary"
    })
    void answersNobodyWithoutTheServiceToken(String method, String path) {
        // Given
        var without = RestAssured.given();
        var wrong = RestAssured.given().header("authorization", "Bearer wrong-service-token");
        // When
        var answerWithout = without.request(method, path).then();
        var answerWrong = wrong.request(method, path).then();
        // Then
        answerWithout.statusCode(401).body("error.code", equalTo("invalid_api_key"));
        answerWrong.statusCode(401).body("error.code", equalTo("invalid_api_key"));
    }

    @Test
    void answersAnUnknownPathInTheShapeOfAllErrors() {
        Billing.call().get("/internal/no-such-path").then().statusCode(404).body("error.code", equalTo("not_found"));
    }

    private static ValidatableResponse spend(String keyId, String accountId) {
        return Billing.call()
                .queryParam("account_id", accountId)
                .get("/internal/keys/{id}/spend", keyId)
                .then()
                .statusCode(200);
    }
}
