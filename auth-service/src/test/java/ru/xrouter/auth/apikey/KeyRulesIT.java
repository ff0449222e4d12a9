package ru.xrouter.auth.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.xrouter.api.access.ApiKeyFormat;
import ru.xrouter.api.http.Headers;
import ru.xrouter.api.redis.RedisNames;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;
import ru.xrouter.service.testing.Sql;

@QuarkusTest
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
class KeyRulesIT {
    private String account = "";

    @Inject
    DataSource database;

    @Inject
    RedisDataSource redis;

    @BeforeEach
    void makeAccount() {
        account = Operator.newAccount();
    }

    @Test
    void tellsTheGatewayAllThatBelongsToAKey() {
        // Given
        var made = make("""
                {"name": "all", "scopes": ["inference"], "models": ["gigachat/GigaChat-2"], "addresses": ["10.0.0.0/8", "::1"],
                 "requests_per_day": 10, "tokens_per_minute": 20, "tokens_per_day": 30, "limit": 12.5, "limit_reset": "daily"}
                """);
        // When
        var found = Operator.lookUp(made.secret());
        // Then
        found.statusCode(200)
                .body("access.scopes", contains("inference"))
                .body("access.models", contains("gigachat/GigaChat-2"))
                .body("access.addresses", contains("10.0.0.0/8", "::1"))
                .body("limits.requests_per_day", equalTo(10))
                .body("limits.tokens_per_minute", equalTo(20))
                .body("limits.tokens_per_day", equalTo(30))
                .body("spending_cap.day_micros", equalTo(12_500_000))
                .body("spending_cap.month_micros", nullValue())
                .body("spending_cap.lifetime_micros", nullValue());
    }

    @Test
    void changesOnlyWhatIsNamedAndTellsTheGateways() throws InterruptedException {
        // Given
        var made = make("{\"name\": \"before\", \"limit\": 5, \"concurrency\": 3, \"models\": [\"a/b\"]}");
        var heard = new LinkedBlockingQueue<String>();
        var subscription = redis.pubsub(String.class).subscribe(RedisNames.REVOCATIONS, heard::add);
        // When
        var changed = change(made, "{\"name\": \"after\", \"limit\": null, \"models\": null}");
        // Then
        changed.statusCode(200)
                .body("data.name", equalTo("after"))
                .body("data.limit", nullValue())
                .body("data.models", empty())
                .body("data.concurrency", equalTo(3));
        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(made.id());
        Operator.lookUp(made.secret())
                .body("name", equalTo("after"))
                .body("spending_cap.lifetime_micros", nullValue())
                .body("limits.concurrency", equalTo(3));
        subscription.unsubscribe();
    }

    @Test
    void namesTheParameterOfAChangeThatIsWrong() {
        // Given
        var made = make("{\"name\": \"k\"}");
        // Then
        change(made, "{\"concurrency\": 0}").statusCode(400).body("error.param", equalTo("concurrency"));
        change(made, "{\"colour\": 1}").statusCode(400).body("error.param", equalTo("colour"));
        change(made, "{\"name\": null}").statusCode(400).body("error.param", equalTo("name"));
        change(made, "[]").statusCode(400).body("error.code", equalTo("invalid_type"));
    }

    @Test
    void opensNothingWhileItIsDisabled() {
        // Given
        var made = make("{\"name\": \"k\"}");
        // When
        change(made, "{\"disabled\": true}").statusCode(200).body("data.disabled", equalTo(true));
        // Then
        Operator.lookUp(made.secret()).statusCode(404);
        change(made, "{\"disabled\": false}").statusCode(200);
        Operator.lookUp(made.secret()).statusCode(200);
    }

    @Test
    void hasTwoSecretsWhileItIsRotated() throws SQLException {
        // Given
        var made = make("{\"name\": \"k\", \"tier\": \"pro\"}");
        // When
        var second = rotate(made, "{\"overlap_seconds\": 600}").statusCode(200).extract();
        // Then
        assertThat(second.<String>path("data.id")).isEqualTo(made.id());
        Operator.lookUp(second.path("key"))
                .statusCode(200)
                .body("key_id", equalTo(made.id()))
                .body("tier", equalTo("pro"))
                .body("expires_at", nullValue());
        Operator.lookUp(made.secret())
                .statusCode(200)
                .body("key_id", equalTo(made.id()))
                .body("label", equalTo(ApiKeyFormat.label(made.secret())))
                .body("expires_at", org.hamcrest.Matchers.notNullValue());
        execute("update api_key_secret set expires_at = now() where expires_at is not null and key_id = ?", made.id());
        Operator.lookUp(made.secret()).statusCode(404);
        Operator.lookUp(second.path("key")).statusCode(200);
    }

    @Test
    void losesItsOldSecretAtOnceWithoutAnOverlap() {
        // Given
        var made = make("{\"name\": \"k\"}");
        // When
        rotate(made, "{\"overlap_seconds\": 0}").statusCode(200);
        // Then
        Operator.lookUp(made.secret()).statusCode(404);
        rotate(made, "{\"overlap_seconds\": -1}").statusCode(400).body("error.param", equalTo("overlap_seconds"));
    }

    @Test
    void movesAKeyToTheCurrentPepperWhenItIsUsed() throws Exception {
        // Given
        var made = make("{\"name\": \"k\"}");
        var old = Mac.getInstance("HmacSHA256");
        old.init(
                new SecretKeySpec("the-pepper-before-the-local-pepper".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        var hash = HexFormat.of().formatHex(old.doFinal(HexFormat.of().parseHex(ApiKeyFormat.digest(made.secret()))));
        execute(
                "update api_key_secret set pepper = '0', hash = decode('" + hash + "', 'hex') where key_id = ?",
                made.id());
        // When
        var found = Operator.lookUp(made.secret());
        // Then
        found.statusCode(200).body("key_id", equalTo(made.id()));
        assertThat(text("select pepper from api_key_secret where key_id = ?", made.id()))
                .isEqualTo("1");
        Operator.lookUp(made.secret()).statusCode(200);
    }

    @Test
    void letsAProgramManageKeysButNotThoseThatManageKeys() {
        // Given
        var managing = make("{\"name\": \"m\", \"scopes\": [\"keys:manage\"]}");
        // When
        var made = as(managing.id())
                .body("{\"name\": \"child\", \"limit\": 1}")
                .post("/internal/accounts/{a}/api-keys", account)
                .then();
        // Then
        made.statusCode(201).body("data.made_by", equalTo(managing.id()));
        var child = made.extract().<String>path("data.id");
        as(managing.id())
                .body("{\"name\": \"x\", \"scopes\": [\"keys:manage\"]}")
                .post("/internal/accounts/{a}/api-keys", account)
                .then()
                .statusCode(403);
        as(managing.id())
                .body("{\"name\": \"x\", \"tier\": \"enterprise\"}")
                .post("/internal/accounts/{a}/api-keys", account)
                .then()
                .statusCode(400)
                .body("error.param", equalTo("tier"));
        as(managing.id())
                .body("{\"tier\": \"enterprise\"}")
                .patch("/internal/accounts/{a}/api-keys/{k}", account, child)
                .then()
                .statusCode(400)
                .body("error.param", equalTo("tier"));
        as(managing.id())
                .body("{\"scopes\": [\"keys:manage\"], \"limit\": null}")
                .patch("/internal/accounts/{a}/api-keys/{k}", account, child)
                .then()
                .statusCode(403);
        as(managing.id())
                .body("{\"expires_at\": null}")
                .patch("/internal/accounts/{a}/api-keys/{k}", account, managing.id())
                .then()
                .statusCode(403);
        as(managing.id())
                .post("/internal/accounts/{a}/api-keys/{k}/rotate", account, managing.id())
                .then()
                .statusCode(403);
        as(managing.id())
                .body("{\"name\": \"renamed\"}")
                .patch("/internal/accounts/{a}/api-keys/{k}", account, child)
                .then()
                .statusCode(200);
    }

    @Test
    void touchesNoKeyOfAnotherAccount() {
        // Given
        var made = make("{\"name\": \"k\"}");
        var stranger = Operator.newAccount();
        var path = "/internal/accounts/{a}/api-keys/{k}";
        // Then
        Operator.call().get(path, stranger, made.id()).then().statusCode(404);
        Operator.call()
                .body("{\"name\": \"x\"}")
                .patch(path, stranger, made.id())
                .then()
                .statusCode(404);
        Operator.call().delete(path, stranger, made.id()).then().statusCode(404);
        Operator.call().post(path + "/rotate", stranger, made.id()).then().statusCode(404);
        Operator.lookUp(made.secret()).statusCode(200);
    }

    @Test
    void staysRevokedWhateverChangesItAtThatMoment() throws Exception {
        // Given somebody who revokes it and has not committed yet
        var created =
                Operator.newKey(account, "{\"name\": \"k\"}").statusCode(201).extract();
        var keyId = created.<String>path("data.id");
        try (var revoking = database.getConnection();
                var statement = revoking.createStatement();
                var others = Executors.newVirtualThreadPerTaskExecutor()) {
            revoking.setAutoCommit(false);
            statement.execute("update auth.api_key set revoked_at = now() where key_id = '%s'".formatted(keyId));
            // When
            var changed = others.submit(() -> Operator.call()
                    .body("{\"name\": \"another\"}")
                    .patch("/internal/accounts/{account}/api-keys/{key}", account, keyId)
                    .statusCode());
            await().atMost(Duration.ofSeconds(60)).until(() -> waits(statement));
            revoking.commit();
            // Then
            assertThat(changed.get()).isEqualTo(404);
        }
        Operator.lookUp(created.path("key")).statusCode(404);
    }

    private static boolean waits(Statement statement) throws SQLException {
        try (var rows = statement.executeQuery(
                "select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%api_key%'")) {
            return rows.next();
        }
    }

    @Test
    void cannotBeChangedOnceItIsRevoked() {
        // Given
        var made = make("{\"name\": \"k\"}");
        var path = "/internal/accounts/{a}/api-keys/{k}";
        // When
        Operator.call().delete(path, account, made.id()).then().statusCode(200).body("deleted", equalTo(true));
        // Then
        change(made, "{\"name\": \"x\"}").statusCode(404);
        rotate(made, "{}").statusCode(404);
        Operator.lookUp(made.secret()).statusCode(404);
        Operator.call().get("/internal/accounts/{a}/api-keys", account).then().body("data", empty());
    }

    @Test
    void sendsANoticeThatRedisDidNotTakeLater() throws SQLException, InterruptedException {
        // Given
        var heard = new LinkedBlockingQueue<String>();
        var subscription = redis.pubsub(String.class).subscribe(RedisNames.REVOCATIONS, heard::add);
        // When
        execute("insert into notice (subject) values (?)", "key-of-a-process-that-died");
        // Then
        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("key-of-a-process-that-died");
        await().atMost(Duration.ofSeconds(10))
                .until(() -> text("select count(*) from notice where subject = ?", "key-of-a-process-that-died")
                        .equals("0"));
        subscription.unsubscribe();
    }

    private record Made(String id, String secret) {}

    private Made make(String terms) {
        var made = Operator.newKey(account, terms).statusCode(201).extract();
        return new Made(made.path("data.id"), made.path("key"));
    }

    private ValidatableResponse change(Made key, String change) {
        return Operator.call()
                .body(change)
                .patch("/internal/accounts/{a}/api-keys/{k}", account, key.id())
                .then();
    }

    private ValidatableResponse rotate(Made key, String rotation) {
        return Operator.call()
                .body(rotation)
                .post("/internal/accounts/{a}/api-keys/{k}/rotate", account, key.id())
                .then();
    }

    private static io.restassured.specification.RequestSpecification as(String keyId) {
        return Operator.call().header(Headers.KEY_ID, keyId);
    }

    private String text(String sql, String parameter) throws SQLException {
        return Sql.text(database, sql, parameter);
    }

    private void execute(String sql, String parameter) throws SQLException {
        Sql.change(database, sql, parameter);
    }
}
