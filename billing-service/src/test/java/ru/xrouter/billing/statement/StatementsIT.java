package ru.xrouter.billing.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import ru.xrouter.billing.testing.Billing;
import ru.xrouter.billing.testing.Events;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;

@QuarkusTest
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
class StatementsIT {
    private static final String PATH = "/internal/accounts/{id}/statements/{month}";

    @Inject
    Billing billing;

    @Test
    void openingAndMovementsMakeUpTheClosingBalance() {
        // Given
        var account = Events.newAccount();
        Billing.topUp(account, "10.00");
        billing.send(Events.costing(account, 1_220_000));
        billing.send(Events.costing(account, 780_000));
        billing.awaitSettled();
        var month = YearMonth.now(ZoneOffset.UTC);
        // When
        var now = csv(account, month);
        var next = csv(account, month.plusMonths(1));
        // Then
        assertThat(now.lines())
                .containsExactly(
                        "section,name,count,prompt_tokens,completion_tokens,amount,vat",
                        "balance,opening,,,,0.000000,",
                        "movement,settlement,2,,,-2.000000,",
                        "movement,top_up,1,,,10.000000,",
                        "balance,closing,,,,8.000000,",
                        "usage,\"sber/gigachat-2\",2,20,10,2.000000,0.360656");
        assertThat(next.lines()).contains("balance,opening,,,,8.000000,", "balance,closing,,,,8.000000,");
    }

    @Test
    void isAPageForPeopleToo() {
        var account = Events.newAccount();
        Billing.topUp(account, "10.00");
        Billing.call()
                .get(PATH, account, YearMonth.now(ZoneOffset.UTC).toString())
                .then()
                .statusCode(200)
                .body(containsString("<td>top-ups</td><td>1</td><td>10.000000</td>"))
                .body(containsString("Nothing was used."));
        Billing.call()
                .get(PATH, "a<b", "2026-11")
                .then()
                .statusCode(200)
                .contentType("text/html")
                .body(containsString("Account a&lt;b."));
        Billing.call()
                .queryParam("language", "ru")
                .get(PATH, account, YearMonth.now(ZoneOffset.UTC).toString())
                .then()
                .statusCode(200)
                .body(containsString("<td>пополнения</td><td>1</td><td>10.000000</td>"))
                .body(containsString("остаток на конец"));
        Billing.call()
                .queryParam("language", "fr")
                .get(PATH, account, "2026-11")
                .then()
                .statusCode(400)
                .body("error.param", equalTo("language"));
        for (var month : List.of("november", "+999999999-12", "1999-12")) {
            Billing.call().get(PATH, "a", month).then().statusCode(400).body("error.param", equalTo("month"));
        }
    }

    private static String csv(String account, YearMonth month) {
        return Billing.call()
                .queryParam("format", "csv")
                .get(PATH, account, month.toString())
                .then()
                .statusCode(200)
                .contentType("text/csv")
                .extract()
                .asString();
    }
}
