package ru.xrouter.auth.member;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import ru.xrouter.api.redis.RedisNames;
import ru.xrouter.auth.apikey.Operator;
import ru.xrouter.auth.oauth.Browser;
import ru.xrouter.auth.oauth.Tokens;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;

/** Nothing of a closed account is served, and all of it again once it is open. */
@QuarkusTest
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
class ClosedAccountIT {
    @Inject
    RedisDataSource redis;

    @Test
    void opensNothingUntilItIsOpenAgain() throws InterruptedException {
        // Given
        var email = Team.email();
        var owner = Browser.signedIn(email);
        var key = key(owner);
        var jti = Tokens.jti(owner);
        String account = Operator.lookUp(key).statusCode(200).extract().path("account_id");
        var heard = new LinkedBlockingQueue<String>();
        var subscription = redis.pubsub(String.class).subscribe(RedisNames.REVOCATIONS, heard::add);
        // When
        close(account, "close", 204);
        // Then
        assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo(account);
        Operator.lookUp(key).statusCode(404);
        Tokens.lookUp(jti).statusCode(404);
        assertThat(owner.get("/account/keys").statusCode()).isEqualTo(403);
        assertThat(owner.get("/account").asString()).contains("You belong to no account any more.");
        assertThat(owner.post("/account/keys", Map.of("name", "k", "scopes", "inference"))
                        .statusCode())
                .isEqualTo(403);
        Operator.call()
                .body("{\"name\": \"k\"}")
                .post("/internal/accounts/{id}/api-keys", account)
                .then()
                .statusCode(404);
        assertThat(Browser.mailSaying(email, "the account was closed")).contains("Account: " + email);
        // When
        close(account, "reopen", 204);
        // Then
        assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo(account);
        Operator.lookUp(key).statusCode(200);
        Tokens.lookUp(jti).statusCode(200);
        assertThat(owner.get("/account/keys").statusCode()).isEqualTo(200);
        assertThat(owner.get("/account/audit").asString())
                .contains("the account was closed", "the account was opened again");
        subscription.unsubscribe();
    }

    @Test
    void leavesItsMembersTheirOtherAccounts() {
        // Given
        var team = new Team();
        var email = Team.email();
        var member = Browser.signedIn(email);
        var own = key(member);
        String account = Operator.lookUp(own).extract().path("account_id");
        team.join(member, "developer", email);
        var teams = key(member);
        Operator.lookUp(teams).statusCode(200);
        // When
        close(team.accountId(), "close", 204);
        // Then
        assertThat(member.get("/account/keys").statusCode()).isEqualTo(200);
        Operator.lookUp(teams).statusCode(404);
        Operator.lookUp(own).statusCode(200);
        close(account, "close", 204);
        Operator.lookUp(own).statusCode(404);
    }

    @Test
    void isClosedByOperatorsAlone() {
        close("acct-nobody", "close", 404);
        close("acct-nobody", "reopen", 404);
        RestAssured.post("/internal/accounts/acct-nobody/close").then().statusCode(401);
    }

    private static void close(String account, String verb, int status) {
        Operator.call().post("/internal/accounts/{id}/" + verb, account).then().statusCode(status);
    }

    private static String key(Browser person) {
        var page = person.post("/account/keys", Map.of("name", "k", "scopes", "inference"))
                .asString();
        var from = page.indexOf("xr-");
        assertThat(from).as(page).isPositive();
        return page.substring(from, page.indexOf('<', from));
    }
}
