package ru.xrouter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import ru.xrouter.e2e.stack.Eventually;
import ru.xrouter.e2e.stack.OnRunningStack;
import ru.xrouter.e2e.stack.Stack;

/** A top-up paid on the payment provider's page is in the account, once. */
@OnRunningStack
class PaymentE2E {
    private final Stack stack;

    PaymentE2E(Stack stack) {
        this.stack = stack;
    }

    @Test
    void paysATopUpOnThePage() {
        // Given
        var operators = stack.operators();
        var account = operators.newAccountWithoutCredit("payment");
        var payment = operators
                .billing()
                .post("/internal/accounts/%s/payments".formatted(account.id()), "{\"amount\":\"250.00\"}")
                .json();
        var page = URI.create(payment.path("confirmation_url").asText());
        var provider = stack.simulatorControl().http();
        assertThat(provider.get(page.getPath() + "?" + page.getQuery()).body()).contains("250");
        // When
        var pay = page.getPath() + "/succeeded?" + page.getQuery();
        assertThat(provider.post(pay, "").status()).isEqualTo(200);
        assertThat(provider.post(pay, "").status()).isEqualTo(200);
        // Then
        assertThat(operators.credits(account).path("balance_micros").asLong()).isEqualTo(250_000_000);
        Eventually.holds(
                "the credit can be spent",
                Eventually.USUALLY,
                () -> stack.http(account.key())
                                .get("/v1/credits")
                                .json()
                                .at("/data/balance")
                                .asInt()
                        == 250);
    }
}
