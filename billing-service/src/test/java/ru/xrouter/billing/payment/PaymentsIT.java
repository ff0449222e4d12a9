package ru.xrouter.billing.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import ru.xrouter.billing.testing.Billing;
import ru.xrouter.billing.testing.Events;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;

@QuarkusTest
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
class PaymentsIT {
    private static final String SECRET = "a secret of the tests";

    @Inject
    Billing billing;

    @Test
    void paysInOnceHoweverOftenItIsTold() {
        // Given
        var account = Events.newAccount();
        var payment = begin(account, "100.00");
        var notice = notice("payment.succeeded", payment, "100.00");
        // When
        var answers = IntStream.range(0, 8)
                .mapToObj(_ -> CompletableFuture.supplyAsync(() -> tell(notice)))
                .toList();
        // Then
        answers.forEach(answer -> answer.join().statusCode(204));
        tell(notice("payment.canceled", payment, "100.00")).statusCode(204);
        assertThat(Billing.balance(account)).isEqualTo(100_000_000);
        assertThat(billing.copiedBalance(account)).isEqualTo("100000000");
        status(account, payment).body("status", equalTo("succeeded"));
    }

    @Test
    void paysInWhatIsPaidTwiceAtTheProviderUnderAReferenceOfItsOwn() {
        // Given
        var account = Events.newAccount();
        var payment = begin(account, "5.00");
        var first = notice("payment.succeeded", payment, "5.00");
        var second = first.replace("2da5c87d", "9c11f0aa");
        // When
        tell(first).statusCode(204);
        tell(second).statusCode(204);
        tell(second).statusCode(204);
        tell(first).statusCode(204);
        // Then
        assertThat(Billing.balance(account)).isEqualTo(10_000_000);
        assertThat(billing.copiedBalance(account)).isEqualTo("10000000");
    }

    @Test
    void paysNothingInForACanceledPayment() {
        // Given
        var account = Events.newAccount();
        var payment = begin(account, "5.00");
        // When
        tell(notice("payment.canceled", payment, "5.00")).statusCode(204);
        // Then
        assertThat(Billing.balance(account)).isZero();
        status(account, payment).body("status", equalTo("canceled"));
        Billing.call()
                .get("/internal/accounts/{id}/payments/{payment}", Events.newAccount(), payment)
                .then()
                .statusCode(404);
    }

    @Test
    void refusesAnotherAmountAndPaymentsThatAreNone() {
        // Given
        var account = Events.newAccount();
        var payment = begin(account, "5.00");
        // Then
        tell(notice("payment.succeeded", payment, "500.00")).statusCode(400);
        tell(notice("payment.succeeded", payment, "5.00").replace("RUB", "USD")).statusCode(400);
        tell(notice("payment.succeeded", "pay-unknown", "5.00")).statusCode(400);
        tell("{}").statusCode(400);
        tell("no JSON").statusCode(400);
        assertThat(Billing.balance(account)).isZero();
    }

    @Test
    void refusesPartsOfAKopeckThatNoProviderTakes() {
        beginning(Events.newAccount(), "5.005").statusCode(400).body("error.param", equalTo("amount"));
        beginning(Events.newAccount(), "5.010").statusCode(201);
    }

    @Test
    void refusesWhatIsNotSigned() {
        // Given
        var account = Events.newAccount();
        var body = notice("payment.succeeded", begin(account, "5.00"), "5.00");
        var old =
                WebhookSignature.header(Instant.now().minusSeconds(600), body.getBytes(StandardCharsets.UTF_8), SECRET);
        // Then
        RestAssured.given().body(body).post("/webhooks/payments").then().statusCode(401);
        RestAssured.given()
                .header(WebhookSignature.HEADER, old)
                .body(body)
                .post("/webhooks/payments")
                .then()
                .statusCode(401);
        RestAssured.given()
                .post("/webhooks/payments/../../internal/ledger/audits")
                .then()
                .statusCode(401);
        assertThat(Billing.balance(account)).isZero();
    }

    private static ValidatableResponse beginning(String account, String roubles) {
        return Billing.call()
                .body("{\"amount\": \"%s\"}".formatted(roubles))
                .post("/internal/accounts/{id}/payments", account)
                .then();
    }

    private static String begin(String account, String roubles) {
        return beginning(account, roubles)
                .statusCode(201)
                .body("status", equalTo("pending"))
                .body("confirmation_url", startsWith("http://localhost:8090/pay/pay-"))
                .extract()
                .path("payment_id");
    }

    private static ValidatableResponse status(String account, String payment) {
        return Billing.call()
                .get("/internal/accounts/{id}/payments/{payment}", account, payment)
                .then()
                .statusCode(200);
    }

    private static String notice(String event, String payment, String roubles) {
        return """
                {"type": "notification", "event": "%s", "object": {"id": "2da5c87d", "status": "x",
                 "amount": {"value": "%s", "currency": "RUB"}, "metadata": {"payment_id": "%s"}}}
                """.formatted(event, roubles, payment);
    }

    private static ValidatableResponse tell(String body) {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        return RestAssured.given()
                .contentType("application/json")
                .header(WebhookSignature.HEADER, WebhookSignature.header(Instant.now(), bytes, SECRET))
                .body(bytes)
                .post("/webhooks/payments")
                .then();
    }
}
