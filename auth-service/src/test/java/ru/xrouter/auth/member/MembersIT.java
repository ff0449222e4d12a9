package ru.xrouter.auth.member;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.xrouter.api.redis.RedisNames;
import ru.xrouter.auth.apikey.Operator;
import ru.xrouter.auth.oauth.Browser;
import ru.xrouter.auth.oauth.Consents;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;
import ru.xrouter.service.testing.Sql;

/** Roles, removal and leaving. */
@QuarkusTest
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
class MembersIT {
    private static final Pattern OTHER_ACCOUNT = Pattern.compile("name=\"account\" value=\"([^\"]+)\"");

    private static final Pattern SECRET = Pattern.compile(">(xr-[A-Za-z0-9]+)</textarea>");

    @Inject
    RedisDataSource redis;

    @Inject
    DataSource database;

    private final String email = Team.email();

    @SuppressWarnings("NullAway.Init")
    private Team team;

    @BeforeEach
    void found() {
        team = new Team();
    }

    @Test
    void endsAllThatARemovedMemberHoldsAndNothingElse() throws Exception {
        // Given
        var member = team.member("admin", email);
        var own = secret(key(member, "inference"));
        var manages = secret(key(member, "keys:manage"));
        var madeByIt = Operator.call()
                .header("x-xrouter-key-id", Operator.lookUp(manages).extract().<String>path("key_id"))
                .body("{\"name\": \"by a key of theirs\"}")
                .post(
                        "/internal/accounts/{a}/api-keys",
                        Operator.lookUp(own).extract().<String>path("account_id"))
                .then()
                .statusCode(201)
                .extract()
                .<String>path("key");
        var token = Consents.token(member);
        var owners = secret(key(team.owner, "inference"));
        var shared = Operator.lookUp(owners).extract().<String>path("key_id");
        var rotatedByMember = secret(member.post("/account/keys/" + shared + "/rotate", Map.of("overlap_days", "7")));
        var kept = Operator.lookUp(own).extract().<String>path("key_id");
        var rotatedByOwner = secret(team.owner.post("/account/keys/" + kept + "/rotate", Map.of("overlap_days", "7")));
        var heard = new CopyOnWriteArrayList<String>();
        var subscription = redis.pubsub(String.class).subscribe(RedisNames.REVOCATIONS, heard::add);
        // When
        var removed = team.owner.post("/account/members/" + team.id(email) + "/remove", Map.of());
        // Then
        assertThat(removed.statusCode()).isEqualTo(303);
        for (var ended : new String[] {own, manages, madeByIt, rotatedByMember}) {
            Operator.lookUp(ended).statusCode(404);
        }
        assertThat(Consents.works(token)).isFalse();
        Operator.lookUp(owners).statusCode(200);
        Operator.lookUp(rotatedByOwner).statusCode(200);
        Awaitility.await().untilAsserted(() -> assertThat(heard).contains(shared, kept));
        assertThat(heard).anyMatch(subject -> subject.startsWith("grant-"));
        subscription.unsubscribe();
        assertThat(member.get("/account").asString()).doesNotContain("Your accounts");
        assertThat(team.owner.get("/account/audit").asString())
                .contains("removed a member", "a key ended", "an app lost access", "joined the account");
        assertThat(team.owner.get("/account/keys").asString()).contains(kept).contains(shared);
    }

    @Test
    void endsWhatALesserRoleDoesNotReachAndLeavesTheRest() throws Exception {
        // Given
        var member = team.member("admin", email);
        var inference = secret(key(member, "inference"));
        var manages = secret(key(member, "keys:manage"));
        var spending = secret(key(member, "usage:read"));
        var token = Consents.token(member);
        // Then
        become("developer");
        Operator.lookUp(manages).statusCode(404);
        Operator.lookUp(inference).statusCode(200);
        assertThat(Consents.works(token)).isTrue();
        become("billing");
        Operator.lookUp(inference).statusCode(404);
        assertThat(Consents.works(token)).isFalse();
        Operator.lookUp(spending).statusCode(200);
        become("owner");
        Operator.lookUp(inference).statusCode(404);
        assertThat(member.get("/account/audit").statusCode()).isEqualTo(200);
    }

    @Test
    void takesNoConsentThatTheRoleDoesNotReachThoughItWasSentByHand() {
        var member = team.member("billing", email);
        var answer = Consents.force(member, team.id(email) + "/" + team.accountId(), "inference");
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(String.valueOf(answer.header("location"))).doesNotContain("code=");
    }

    @Test
    void takesNoConsentForAnAccountThatThePageDidNotName() {
        // Given
        var member = team.member("developer", email);
        var other = OTHER_ACCOUNT.matcher(member.get("/account").asString());
        assertThat(other.find()).isTrue();
        // When the person acts for another account in another tab
        var answer =
                Consents.consentAfter(member, () -> member.post("/account/switch", Map.of("account", other.group(1))));
        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Consents.consentAfter(member, () -> {}).statusCode()).isEqualTo(303);
    }

    @Test
    void neverLosesItsLastOwner() {
        // Given
        var owner = ownId();
        // Then
        assertThat(team.owner
                        .post("/account/members/" + owner + "/remove", Map.of())
                        .statusCode())
                .isEqualTo(409);
        assertThat(team.owner
                        .post("/account/members/" + owner + "/role", Map.of("role", "admin"))
                        .asString())
                .contains("The account needs an owner");
        var second = team.member("owner", email);
        assertThat(second.post("/account/members/" + owner + "/role", Map.of("role", "developer"))
                        .statusCode())
                .isEqualTo(303);
        assertThat(team.owner.get("/account/audit").statusCode()).isEqualTo(403);
    }

    @Test
    void keepsAnOwnerWhenTwoRemoveEachOtherAtOnce() throws Exception {
        // Given
        var second = team.member("owner", email);
        var first = ownId();
        var other = team.id(email);
        var account =
                Operator.lookUp(secret(key(team.owner, "inference"))).extract().<String>path("account_id");
        // When
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var one = threads.submit(() -> team.owner.post("/account/members/" + other + "/remove", Map.of()));
            var two = threads.submit(() -> second.post("/account/members/" + first + "/remove", Map.of()));
            // Who comes second is no member any more, so that their wish is refused or is about an account of their
            // own.
            assertThat(one.get().statusCode()).isLessThan(500);
            assertThat(two.get().statusCode()).isLessThan(500);
        }
        // Then
        assertThat(owners(account)).isEqualTo("1");
    }

    @Test
    void letsAdminsAloneButNotWithOwners() {
        // Given
        var admin = team.member("admin", email);
        var other = Team.email();
        team.member("developer", other);
        // Then
        var owner = ownId();
        assertThat(admin.post("/account/members/" + owner + "/remove", Map.of()).statusCode())
                .isEqualTo(403);
        assertThat(admin.post("/account/members/" + owner + "/role", Map.of("role", "billing"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(admin.post("/account/members/" + team.id(email) + "/role", Map.of("role", "owner"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(admin.post("/account/members/" + team.id(other) + "/role", Map.of("role", "billing"))
                        .statusCode())
                .isEqualTo(303);
        assertThat(admin.post("/account/members/" + team.id(other) + "/remove", Map.of())
                        .statusCode())
                .isEqualTo(303);
        assertThat(team.owner.get("/account/members").asString()).doesNotContain(other);
    }

    @Test
    void letsNobodyReachIntoAnotherAccount() {
        // Given
        team.member("developer", email);
        var member = team.id(email);
        var stranger = Browser.newPerson();
        // When
        stranger.post("/account/members/" + member + "/remove", Map.of());
        stranger.post("/account/members/" + member + "/role", Map.of("role", "owner"));
        var account =
                Operator.lookUp(secret(key(team.owner, "inference"))).extract().<String>path("account_id");
        stranger.post("/account/switch", Map.of("account", account));
        // Then
        assertThat(stranger.get("/account/members?account=" + account).statusCode())
                .isEqualTo(403);
        assertThat(stranger.get("/account/audit?account=" + account).statusCode())
                .isEqualTo(403);
        assertThat(stranger.get("/account/members").asString()).doesNotContain(email);
        assertThat(team.owner.get("/account/members").asString()).contains(email, "developer");
    }

    @Test
    void letsEverybodyLeaveAndActForTheirOtherAccount() {
        // Given
        var member = team.member("billing", email);
        var id = team.id(email);
        assertThat(member.get("/account/audit").statusCode()).isEqualTo(403);
        // When
        var left = member.post("/account/members/" + id + "/remove", Map.of());
        // Then
        assertThat(left.statusCode()).isEqualTo(303);
        assertThat(member.get("/account/audit").statusCode()).isEqualTo(200);
        assertThat(team.owner.get("/account/members").asString()).doesNotContain(email);
    }

    private String owners(String account) throws SQLException {
        return Sql.text(database, "select count(*) from member where account_id = ? and role = 'owner'", account);
    }

    private void become(String role) {
        var changed = team.owner.post("/account/members/" + team.id(email) + "/role", Map.of("role", role));
        assertThat(changed.statusCode()).as(changed.asString()).isEqualTo(303);
    }

    /** The founder's own id; they are the oldest member. */
    private String ownId() {
        var page = team.owner.get("/account/members").asString();
        var begin = page.indexOf("user-");
        return page.substring(begin, page.indexOf('"', begin)).replaceAll("/.*", "");
    }

    private static Response key(Browser person, String scope) {
        var page = person.post("/account/keys", Map.of("name", "k", "scopes", scope));
        assertThat(page.statusCode()).as(page.asString()).isEqualTo(200);
        return page;
    }

    private static String secret(Response page) {
        var secret = SECRET.matcher(page.asString());
        assertThat(secret.find()).as(page.asString()).isTrue();
        return secret.group(1);
    }
}
