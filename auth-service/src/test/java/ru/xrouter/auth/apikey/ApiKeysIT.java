package ru.xrouter.auth.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.api.access.ApiKeyFormat;
import ru.xrouter.api.redis.RedisNames;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;
import ru.xrouter.service.testing.Sql;

@QuarkusTest
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
class ApiKeysIT {
    @Inject
    DataSource database;

    @Inject
    RedisDataSource redis;

    @Inject
    LastUse lastUse;

    @Test
    void findsTheIdentityBehindANewKey() {
        // Given
        var account = Operator.newAccount();
        var created = Operator.newKey(account, "{\"name\": \"Prod\", \"tier\": \"pro\", \"concurrency\": 7}")
                .statusCode(201)
                .extract();
        var key = created.<String>path("key");
        // When
        var found = Operator.lookUp(key);
        // Then
        assertThat(ApiKeyFormat.wellFormed(key)).isTrue();
        found.statusCode(200)
                .body("key_id", equalTo(created.path("data.id")))
                .body("account_id", equalTo(account))
                .body("name", equalTo("Prod"))
                .body("label", equalTo(ApiKeyFormat.label(key)))
                .body("tier", equalTo("pro"))
                .body("limits.requests_per_minute", equalTo(100))
                .body("limits.concurrency", equalTo(7))
                .body("created_at", notNullValue())
                .body("expires_at", nullValue())
                .body("key", nullValue());
    }

    @Test
    void givesAKeyTheFreeTierWhenItsMakerNamesNone() {
        // Given
        var account = Operator.newAccount();
        // When
        var created = Operator.newKey(account, "{\"name\": \"Default\"}");
        // Then
        created.statusCode(201).body("data.tier", equalTo("free"));
        Operator.lookUp(created.extract().path("key"))
                .body("tier", equalTo("free"))
                .body("limits.requests_per_minute", equalTo(20))
                .body("limits.requests_per_day", equalTo(200))
                .body("limits.concurrency", equalTo(5));
    }

    @Test
    void storesNothingThatTheKeyCouldBeReadFrom() throws SQLException {
        // Given
        var account = Operator.newAccount();
        var key = newKey(account);
        // When
        var row = text(
                "select row_to_json(k)::text from (select * from api_key join api_key_secret using (key_id)) k where account_id = ?",
                account);
        // Then
        assertThat(row).doesNotContain(key).doesNotContain(ApiKeyFormat.digest(key));
    }

    @Test
    void refusesARevokedKeyAndTellsTheGateways() throws InterruptedException {
        // Given
        var account = Operator.newAccount();
        var key = newKey(account);
        var keyId = Operator.lookUp(key).statusCode(200).extract().<String>path("key_id");
        var heard = new LinkedBlockingQueue<String>();
        var subscription = redis.pubsub(String.class).subscribe(RedisNames.REVOCATIONS, heard::add);
        // When
        Operator.call().delete("/internal/api-keys/{id}", keyId).then().statusCode(204);
        // Then
        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(keyId);
        Operator.lookUp(key).statusCode(404).body("error.code", equalTo("not_found"));
        subscription.unsubscribe();
    }

    @Test
    void revokesAKeyTwiceWithoutHarm() {
        // Given
        var keyId = Operator.newKey(Operator.newAccount(), "{\"name\": \"k\"}")
                .extract()
                .<String>path("data.id");
        Operator.call().delete("/internal/api-keys/{id}", keyId).then().statusCode(204);
        // When
        var second = Operator.call().delete("/internal/api-keys/{id}", keyId).then();
        // Then
        second.statusCode(204);
    }

    @Test
    void refusesAnExpiredKey() throws SQLException {
        // Given
        var account = Operator.newAccount();
        var key = Operator.newKey(account, "{\"name\": \"k\", \"expires_at\": \"2999-01-01T00:00:00Z\"}")
                .statusCode(201)
                .extract()
                .<String>path("key");
        Operator.lookUp(key).statusCode(200).body("expires_at", startsWith("2999-01-01T00:00:00"));
        execute("update api_key set expires_at = now() where account_id = ?", account);
        // When
        var found = Operator.lookUp(key);
        // Then
        found.statusCode(404);
    }

    @Test
    void listsAnAccountsKeysWithoutTheKeysThemselves() {
        // Given
        var account = Operator.newAccount();
        Operator.newKey(account, "{\"name\": \"first\"}");
        var second =
                Operator.newKey(account, "{\"name\": \"second\"}").extract().<String>path("data.id");
        Operator.newKey(Operator.newAccount(), "{\"name\": \"another account's\"}");
        Operator.call().delete("/internal/api-keys/{id}", second).then().statusCode(204);
        // When
        var list = Operator.call()
                .get("/internal/accounts/{id}/api-keys?include_revoked=true", account)
                .then();
        // Then
        list.statusCode(200)
                .body("data.name", contains("first", "second"))
                .body("data.revoked_at", contains(nullValue(), notNullValue()))
                .body("data.key", contains(nullValue(), nullValue()));
    }

    @Test
    void writesTheLastUseAtMostOnceAMinute() throws SQLException {
        // Given
        var account = Operator.newAccount();
        var key = newKey(account);
        Operator.lookUp(key).statusCode(200);
        lastUse.write();
        var first = text("select last_used_at from api_key where account_id = ?", account);
        Operator.lookUp(key).statusCode(200);
        lastUse.write();
        var withinAMinute = text("select last_used_at from api_key where account_id = ?", account);
        execute("update api_key set last_used_at = now() - interval '2 minutes' where account_id = ?", account);
        // When
        Operator.lookUp(key).statusCode(200);
        lastUse.write();
        // Then
        assertThat(first).isNotNull().isEqualTo(withinAMinute);
        assertThat(text("select last_used_at > now() - interval '1 minute' from api_key where account_id = ?", account))
                .isEqualTo("t");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {}                                               | name                | missing_required_parameter
                    {"name": " "}                                    | name                | missing_required_parameter
                    {"name": "k", "tier": "gold"}                    | tier                | invalid_value
                    {"name": "k", "requests_per_minute": 0}          | requests_per_minute | invalid_value
                    {"name": "k", "concurrency": -1}                 | concurrency         | invalid_value
                    {"name": "k", "concurrency": "many"}             | concurrency         | invalid_type
                    {"name": "k", "requests_per_day": 0}             | requests_per_day    | invalid_value
                    {"name": "k", "tokens_per_minute": 0}            | tokens_per_minute   | invalid_value
                    {"name": "k", "tokens_per_day": 1.5}             | tokens_per_day      | invalid_type
                    {"name": "k", "scopes": []}                      | scopes              | invalid_value
                    {"name": "k", "scopes": ["inference", "all"]}    | scopes[1]           | invalid_value
                    {"name": "k", "scopes": "inference"}             | scopes              | invalid_type
                    {"name": "k", "models": ["../admin"]}            | models[0]           | invalid_value
                    {"name": "k", "addresses": ["10.0.0.1/8"]}       | addresses[0]        | invalid_value
                    {"name": "k", "addresses": ["example.org"]}      | addresses[0]        | invalid_value
                    {"name": "k", "limit": -1}                       | limit               | invalid_value
                    {"name": "k", "limit": 0.0000001}                | limit               | invalid_value
                    {"name": "k", "limit": 1, "limit_reset": "weekly"} | limit_reset       | invalid_value
                    {"name": "k", "limit_reset": "daily"}            | limit_reset         | invalid_value
                    {"name": "k", "limit": 1, "scopes": ["keys:manage"]} | scopes          | invalid_value
                    {"name": "k", "limt": 1}                         | limt                | unsupported_parameter
                    {"name": "k", "expires_at": "2001-01-01T00:00:00Z"} | expires_at       | invalid_value
                    {"name": "k", "expires_at": "tomorrow"}          | expires_at          | invalid_type
                    {"name": "k", "expires_at": "+10000-01-01T00:00:01Z"} | expires_at     | invalid_value
                    {"name": "k", "expires_at": "+999999999-01-01T00:00:00Z"} | expires_at | invalid_value
                    {"name": "k", "expires_at": 99999999999999}      | expires_at          | invalid_value
                    """)
    void namesTheParameterThatIsWrong(String body, String param, String code) {
        // Given
        var account = Operator.newAccount();
        // When
        var refused = Operator.newKey(account, body);
        // Then
        refused.statusCode(400)
                .body("error.param", equalTo(param))
                .body("error.code", equalTo(code))
                .body("error.type", equalTo("invalid_request_error"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "{\"name\":", "5"})
    void refusesABodyThatIsNoObject(String body) {
        Operator.call()
                .body(body)
                .post("/internal/accounts")
                .then()
                .statusCode(400)
                .body("error.code", notNullValue());
    }

    @Test
    void knowsNoKeyOfAnUnknownAccount() {
        Operator.newKey("acct-nobody", "{\"name\": \"k\"}").statusCode(404).body("error.code", equalTo("not_found"));
    }

    @Test
    void revokesNoKeyThatItDoesNotKnow() {
        Operator.call().delete("/internal/api-keys/key-unknown").then().statusCode(404);
    }

    @Test
    void refusesADigestThatIsNone() {
        Operator.call()
                .body("{\"digest\": \"xr-a-key-by-mistake\"}")
                .post("/internal/api-keys/lookup")
                .then()
                .statusCode(400)
                .body("error.param", equalTo("digest"))
                .body("error.message", not(startsWith("xr-")));
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /internal/api-keys/lookup",
        "POST, /internal/accounts",
        "POST, /internal/accounts/acct-1/api-keys",
        "GET, /internal/accounts/acct-1/api-keys",
        "GET, /internal/accounts/acct-1/api-keys/key-1",
        "PATCH, /internal/accounts/acct-1/api-keys/key-1",
        "DELETE, /internal/accounts/acct-1/api-keys/key-1",
        "POST, /internal/accounts/acct-1/api-keys/key-1/rotate",
        "DELETE, /internal/api-keys/key-1",
        "GET, /internal/no-such-path"
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
        Operator.call()
                .get("/internal/no-such-path")
                .then()
                .statusCode(404)
                .body("error.type", equalTo("invalid_request_error"))
                .body("error.code", equalTo("not_found"))
                .body("error.param", nullValue());
    }

    @Test
    void logsNoKey() {
        // Given
        var logged = new ConcurrentLinkedQueue<String>();
        var handler = new RecordingHandler(logged);
        var root = Logger.getLogger("");
        root.addHandler(handler);
        // When
        var account = Operator.newAccount();
        var key = newKey(account);
        Operator.lookUp(key).statusCode(200);
        var keyId = Operator.lookUp(key).extract().<String>path("key_id");
        Operator.call().delete("/internal/api-keys/{id}", keyId);
        root.removeHandler(handler);
        // Then
        assertThat(logged).noneMatch(line -> line.contains(key) || line.contains(ApiKeyFormat.digest(key)));
    }

    private static String newKey(String account) {
        return Operator.newKey(account, "{\"name\": \"k\"}")
                .statusCode(201)
                .extract()
                .path("key");
    }

    private String text(String sql, String parameter) throws SQLException {
        return Sql.text(database, sql, parameter);
    }

    private void execute(String sql, String parameter) throws SQLException {
        Sql.change(database, sql, parameter);
    }

    /** Keeps what is logged, whatever its level. */
    private static final class RecordingHandler extends Handler {
        private final ConcurrentLinkedQueue<String> logged;

        RecordingHandler(ConcurrentLinkedQueue<String> logged) {
            this.logged = logged;
        }

        @Override
        public void publish(LogRecord line) {
            var parameters = line.getParameters();
            logged.add(line.getMessage() + (parameters == null ? "" : java.util.Arrays.toString(parameters)));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
