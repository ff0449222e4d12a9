package ru.xrouter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import ru.xrouter.e2e.stack.Eventually;
import ru.xrouter.e2e.stack.Http;
import ru.xrouter.e2e.stack.OnRunningStack;
import ru.xrouter.e2e.stack.Person;
import ru.xrouter.e2e.stack.ReplicatedStack;
import ru.xrouter.e2e.stack.Stack;

/**
 * What was taken away is refused by every gateway within a second: a key, an app's grant, a member, a role, an account; also when a gateway missed
 * the notice, and after Redis was killed and came back.
 */
@OnRunningStack
@Order(ReplicatedStack.TESTED_LAST)
class RevocationE2E {
    private static final Duration PROMISED = Duration.ofSeconds(1);
    /** How long a gateway that hears no notices uses what it knows, and a call to ask anew. */
    private static final Duration DEAF = PROMISED.plus(Duration.ofSeconds(1));

    private static final Duration UP_AGAIN = Duration.ofSeconds(30);

    private final Stack stack;

    RevocationE2E(Stack stack) {
        this.stack = stack;
    }

    @Test
    void refusesEverywhereWhatWasTakenAway() {
        var replicated = ReplicatedStack.beside(stack);
        var every = new Gateways(replicated);
        endsWithAKey(replicated.stack(), every);
        endsWithAGrant(replicated.stack(), every);
        endsWithARoleAndAMembership(replicated.stack(), every);
        endsWithAnAccount(replicated.stack(), every);
        endsThoughTheNoticeWasMissed(replicated, every);
        endsThoughRedisIsAwayAndStaysSoAfterwards(replicated, every);
    }

    private static void endsWithAKey(Stack stack, Gateways every) {
        var account = stack.operators().newAccount("revoked");
        every.admit(account.key());
        stack.operators().revoke(account);
        every.refuse("a revoked key", PROMISED, account.key());
    }

    private static void endsWithAGrant(Stack stack, Gateways every) {
        var person = Person.signedIn(stack);
        var token = person.token(client(stack), "inference");
        var key = person.key("inference");
        every.admit(token, key);
        var page = person.page("/account");
        var from = page.indexOf("grant-");
        assertThat(from).as(page).isPositive();
        person.post("/account/revoke-app", Map.of("grant", page.substring(from, page.indexOf('"', from))), 303);
        every.refuse("the token of a grant that was taken back", PROMISED, token);
        every.admit(key);
    }

    private static void endsWithARoleAndAMembership(Stack stack, Gateways every) {
        var client = client(stack);
        var owner = Person.signedIn(stack);
        var ownersKey = owner.key("inference");
        var member = joined(stack, owner, "developer");
        var generating = member.token(client, "inference");
        var generatingKey = member.key("inference");
        var looking = member.token(client, "usage:read");
        var lookingKey = member.key("usage:read");
        every.admit(ownersKey, generating, generatingKey, looking, lookingKey);
        owner.post(owner.pathOf(member) + "/role", Map.of("role", "billing"), 303);
        every.refuse("what a lower role does not reach", PROMISED, generating, generatingKey);
        every.admit(ownersKey, looking, lookingKey);
        owner.post(owner.pathOf(member) + "/remove", Map.of(), 303);
        every.refuse("all that a removed member holds", PROMISED, looking, lookingKey);
        every.admit(ownersKey);
    }

    private static void endsWithAnAccount(Stack stack, Gateways every) {
        var owner = Person.signedIn(stack);
        var account = owner.key("usage:read", "inference");
        var token = owner.token(client(stack), "inference");
        every.admit(account, token);
        var id = stack.operators()
                .auth()
                .post("/internal/access-tokens/lookup", "{\"jti\": \"%s\"}".formatted(jti(token)))
                .json()
                .path("account_id")
                .asText();
        assertThat(stack.operators()
                        .auth()
                        .post("/internal/accounts/%s/close".formatted(id), "")
                        .status())
                .isEqualTo(204);
        every.refuse("keys and tokens of a closed account", PROMISED, account, token);
    }

    /** The gateways' subscriptions are cut, so that the notice reaches nobody; they notice, and use nothing that they knew before. */
    private static void endsThoughTheNoticeWasMissed(ReplicatedStack replicated, Gateways every) {
        var operators = replicated.stack().operators();
        var accounts = List.of(operators.newAccount("missed"), operators.newAccount("missed"));
        for (var account : accounts) {
            every.admit(account.key());
            assertThat(replicated.redis("CLIENT KILL TYPE pubsub")).startsWith(":");
            operators.revoke(account);
            every.refuse("a revoked key of which no gateway heard", DEAF, account.key());
        }
    }

    private static void endsThoughRedisIsAwayAndStaysSoAfterwards(ReplicatedStack replicated, Gateways every) {
        var operators = replicated.stack().operators();
        var account = operators.newAccount("away");
        var staying = operators.newAccount("staying");
        every.admit(account.key(), staying.key());
        replicated.processes().kill("redis");
        operators.revoke(account);
        every.refuse("a key revoked while Redis is away", DEAF, account.key());
        replicated.processes().restart("redis");
        every.refuse("a key revoked before Redis came back", Duration.ZERO, account.key());
        Eventually.holds("the rest is served", UP_AGAIN, () -> every.admits(staying.key()));
        every.refuse("a key revoked before Redis came back", Duration.ZERO, account.key());
        operators.revoke(staying);
        every.refuse("a key revoked after Redis came back", DEAF, staying.key());
    }

    private static Person joined(Stack stack, Person owner, String role) {
        var member = Person.signedIn(stack);
        owner.takesIn(member, role);
        return member;
    }

    private static String jti(String token) {
        var payload = new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8);
        var jti = Pattern.compile("\"jti\":\"([^\"]+)\"").matcher(payload);
        assertThat(jti.find()).isTrue();
        return jti.group(1);
    }

    private static String client(Stack stack) {
        var made = stack.operators().auth().post("/internal/oauth-clients", """
                {"client_name": "E2E app", "redirect_uris": ["http://127.0.0.1/callback"], "scope": "inference usage:read"}""");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return made.json().path("client_id").asText();
    }

    /** Each gateway by itself, without the front that spreads requests over them. */
    private record Gateways(ReplicatedStack replicated) {
        /** Each has looked the keys up then, and has them in its cache. */
        void admit(String... keys) {
            each(gateway -> {
                for (var key : keys) {
                    var answer = new Http(gateway.base(), key, List.of()).get("/v1/key");
                    assertThat(answer.status())
                            .as("%s: %s", gateway.base(), answer.body())
                            .isEqualTo(200);
                }
            });
        }

        boolean admits(String key) {
            return replicated.gateways().stream()
                    .allMatch(gateway -> new Http(gateway.base(), key, List.of())
                                    .get("/v1/key")
                                    .status()
                            == 200);
        }

        void refuse(String what, Duration within, String... keys) {
            Eventually.holds(
                    what + " is refused by every gateway",
                    within,
                    () -> replicated.gateways().stream()
                            .allMatch(gateway -> Arrays.stream(keys)
                                    .allMatch(key -> new Http(gateway.base(), key, List.of())
                                                    .get("/v1/key")
                                                    .status()
                                            == 401)));
        }

        private void each(Consumer<Http> act) {
            replicated.gateways().forEach(act);
        }
    }
}
