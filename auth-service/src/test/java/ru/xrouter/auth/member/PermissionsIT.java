package ru.xrouter.auth.member;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ru.xrouter.auth.account.Permission;
import ru.xrouter.auth.account.Role;
import ru.xrouter.auth.oauth.Browser;
import ru.xrouter.auth.oauth.Consents;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;

/** Every role tries everything: what the table says is what pages and apps let it do. */
@QuarkusTest
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
class PermissionsIT {
    @ParameterizedTest
    @EnumSource(value = Role.class, names = "OPERATOR", mode = EnumSource.Mode.EXCLUDE)
    void doesWhatTheTableSaysAndNothingElse(Role role) {
        // Given
        var team = new Team();
        team.owner.post("/account/keys", Map.of("name", "the owner's", "scopes", "inference"));
        var member = team.member(role.wireName());
        // Then
        for (var permission : Permission.values()) {
            for (var answer : tries(permission, member)) {
                var allowed = answer.statusCode() < 400;
                assertThat(allowed)
                        .as("%s by %s: %s", permission, role, answer.asString())
                        .isEqualTo(role.may(permission));
                if (!allowed) {
                    assertThat(answer.statusCode()).isEqualTo(403);
                }
            }
        }
        assertThat(member.get("/account/keys").asString().contains("the owner&#39;s"))
                .isEqualTo(role.may(Permission.MANAGE_KEYS));
    }

    @Test
    void letsNobodyDoAnythingWhoBelongsToNoAccount() {
        // Given
        var team = new Team();
        var email = Team.email();
        var member = team.member("owner", email);
        member.post("/account/members/" + team.id(email) + "/remove", Map.of());
        leaveOwnAccount(member, email);
        // Then
        for (var permission : Permission.values()) {
            assertThat(tries(permission, member))
                    .extracting(Response::statusCode)
                    .as(permission.name())
                    .containsOnly(403);
        }
        assertThat(member.get("/account").asString()).contains("You belong to no account any more.");
    }

    /** Gives it to somebody else first, as the last owner cannot leave. */
    private static void leaveOwnAccount(Browser person, String email) {
        var heir = Team.email();
        var heirs = Browser.signedIn(heir);
        person.post("/account/members/invite", Map.of("email", heir, "role", "owner"));
        heirs.post("/invitation", Map.of("token", Browser.mailedToken(heir)));
        var page = heirs.get("/account/members").asString();
        var from = page.indexOf("<strong>" + email);
        var begin = page.indexOf("user-", from);
        var id = page.substring(begin, page.indexOf('/', begin)).replaceAll("\".*", "");
        assertThat(heirs.post("/account/members/" + id + "/remove", Map.of()).statusCode())
                .isEqualTo(303);
    }

    private static List<Response> tries(Permission permission, Browser member) {
        var tries = new ArrayList<Response>();
        switch (permission) {
            case USE_MODELS -> {
                tries.add(key(member, "inference"));
                tries.add(Consents.allow(member, "inference"));
                tries.add(member.get(
                        "/auth?callback_url=https%3A%2F%2Fapp.example%2F&code_challenge_method=S256&code_challenge="
                                + com.nimbusds.oauth2.sdk.pkce.CodeChallenge.compute(
                                                com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod.S256,
                                                new CodeVerifier())
                                        .getValue()));
            }
            case SEE_SPENDING -> {
                tries.add(key(member, "usage:read"));
                tries.add(Consents.allow(member, "usage:read"));
            }
            case MAKE_KEYS -> {
                tries.add(member.get("/account/keys"));
                tries.add(member.get("/account/keys/new"));
            }
            case MANAGE_KEYS -> {
                tries.add(key(member, "keys:manage"));
                tries.add(Consents.allow(member, "keys:manage"));
                tries.add(member.get("/account/provider-credentials"));
                tries.add(member.post("/account/provider-credentials/gigachat/remove", Map.of()));
            }
            case SEE_MEMBERS -> tries.add(member.get("/account/members"));
            case MANAGE_MEMBERS ->
                tries.add(member.post("/account/members/invite", Map.of("email", Team.email(), "role", "admin")));
            case MANAGE_OWNERS ->
                tries.add(member.post("/account/members/invite", Map.of("email", Team.email(), "role", "owner")));
            case READ_AUDIT_LOG -> tries.add(member.get("/account/audit"));
            case RESET_SECOND_FACTORS -> {
                tries.add(member.get("/account/operator/second-factor"));
                tries.add(member.post("/account/operator/second-factor", Map.of("email", Team.email())));
            }
        }
        return tries;
    }

    private static Response key(Browser member, String scope) {
        return member.post("/account/keys", Map.of("name", "tried", "scopes", scope));
    }
}
