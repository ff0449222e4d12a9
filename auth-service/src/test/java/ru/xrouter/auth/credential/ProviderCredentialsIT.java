package ru.xrouter.auth.credential;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ru.xrouter.api.access.ApiKeyFormat;
import ru.xrouter.api.adapter.CustomerCredential;
import ru.xrouter.api.redis.RedisNames;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;
import ru.xrouter.service.testing.Sql;

@QuarkusTest
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
@WithTestResource(FakeRouter.class)
class ProviderCredentialsIT {
    private static final String GOOD = "{\"secret\":\"good-secret-of-a-customer\",\"settings\":{\"scope\":\"B2B\"}}";

    @Inject
    DataSource database;

    @Inject
    RedisDataSource redis;

    private String account;

    @BeforeEach
    void newAccount() {
        account = accountOf("{\"name\":\"Ромашка\"}");
    }

    private static RequestSpecification call() {
        return given().header("authorization", "Bearer local-service-token").contentType(ContentType.JSON);
    }

    private static String accountOf(String body) {
        return call().body(body).post("/internal/accounts").then().extract().path("account_id");
    }

    private ValidatableResponse put(String provider, String body) {
        return call().header("x-xrouter-key-id", "key-manager")
                .body(body)
                .put("/internal/accounts/{id}/provider-credentials/{provider}", account, provider)
                .then();
    }

    private ValidatableResponse get(String ofAccount) {
        return call().get("/internal/accounts/{id}/provider-credentials", ofAccount)
                .then()
                .statusCode(200);
    }

    private static ValidatableResponse lookUp(String ofAccount, String scopes) {
        String key = call().body("{\"name\":\"k\",\"scopes\":[%s]}".formatted(scopes))
                .post("/internal/accounts/{id}/api-keys", ofAccount)
                .then()
                .extract()
                .path("key");
        return call().body("{\"digest\":\"%s\"}".formatted(ApiKeyFormat.digest(key)))
                .post("/internal/api-keys/lookup")
                .then();
    }

    @Test
    void keepsOneThatTheProviderAcceptsAndTellsOfItsSecretTheEndAlone() throws SQLException {
        // When
        var put = put("gigachat", GOOD).statusCode(200);
        // Then
        put.body("data.provider", equalTo("gigachat"))
                .body("data.label", equalTo("…omer"))
                .body("data.settings.scope", equalTo("B2B"))
                .body("data.allow_fallback", equalTo(false))
                .body("data.valid", equalTo(true));
        var told = put.extract().asString() + get(account).extract().asString();
        assertThat(told).doesNotContain("good-secret");
        assertThat(stored()).doesNotContain("good-secret").isNotEmpty();
        get(accountOf("{\"name\":\"other\"}")).body("data", empty());
    }

    @Test
    void handsItToTheGatewayWithKeysThatMayGenerate() {
        // Given
        put("gigachat", GOOD.replace("}}", "},\"allow_fallback\":true}"));
        // When
        String credential = lookUp(account, "\"inference\"")
                .body("own_credentials.provider", contains("gigachat"))
                .body("own_credentials.allow_fallback", contains(true))
                .extract()
                .path("own_credentials[0].credential");
        // Then
        assertThat(CustomerCredential.ofHeader(credential).secret()).isEqualTo("good-secret-of-a-customer");
        lookUp(account, "\"usage:read\"").body("own_credentials", empty());
        lookUp(accountOf("{\"name\":\"other\"}"), "\"inference\"").body("own_credentials", empty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gigachat|{'secret':'bad-secret'}|400|secret|provider_credential_refused",
                "gigachat|{'secret':'good, but away'}|503||service_unavailable",
                "nobody|{'secret':'good'}|404||not_found",
                "Giga|{'secret':'good'}|404||not_found",
                "gigachat|{}|400|secret|missing_required_parameter",
                "gigachat|{'secret':7}|400|secret|invalid_value",
                "gigachat|{'secret':' '}|400|secret|invalid_value",
                "gigachat|{'secret':'good','settings':[]}|400|settings|invalid_value",
                "gigachat|{'secret':'good','settings':{'A':'b'}}|400|settings|invalid_value",
                "gigachat|{'secret':'good','allow_fallback':'yes'}|400|allow_fallback|invalid_value",
                "gigachat|{'secret':'good','s3cret-by-mistake':1}|400||unsupported_parameter",
                "gigachat|[]|400||invalid_type",
            })
    void keepsNothingElse(String provider, String body, int status, String param, String code) {
        // When
        var refused = put(provider, body.replace('\'', '"')).statusCode(status);
        // Then
        refused.body("error.param", equalTo(param)).body("error.code", equalTo(code));
        assertThat(refused.extract().asString()).doesNotContain("bad-secret").doesNotContain("s3cret");
        get(account).body("data", empty());
    }

    @Test
    void tellsTheGatewaysOfEveryChange() throws InterruptedException {
        // Given
        var heard = new LinkedBlockingQueue<String>();
        var subscription = redis.pubsub(String.class).subscribe(RedisNames.REVOCATIONS, heard::add);
        var path = "/internal/accounts/%s/provider-credentials/gigachat".formatted(account);
        // When
        put("gigachat", GOOD);
        // Then
        assertThat(heardOfAccount(heard)).isTrue();
        call().body("{\"allow_fallback\":true}").patch(path).then().body("data.allow_fallback", equalTo(true));
        assertThat(heardOfAccount(heard)).isTrue();
        call().delete(path).then().statusCode(200).body("deleted", equalTo(true));
        assertThat(heardOfAccount(heard)).isTrue();
        call().delete(path).then().statusCode(404);
        call().body("{\"allow_fallback\":true}").patch(path).then().statusCode(404);
        lookUp(account, "\"inference\"").body("own_credentials", empty());
        subscription.unsubscribe();
    }

    private boolean heardOfAccount(LinkedBlockingQueue<String> heard) throws InterruptedException {
        for (var subject = heard.poll(5, TimeUnit.SECONDS);
                subject != null;
                subject = heard.poll(5, TimeUnit.SECONDS)) {
            if (subject.equals(account)) {
                return true;
            }
        }
        return false;
    }

    @Test
    void triesOneAgainWhenAsked() throws SQLException {
        // Given
        put("gigachat", GOOD);
        var path = "/internal/accounts/%s/provider-credentials/gigachat/validate".formatted(account);
        // When
        call().post(path).then().statusCode(200).body("data.valid", equalTo(true));
        // Then
        assertThat(FakeRouter.CHECKED)
                .contains("{\"secret\":\"good-secret-of-a-customer\",\"settings\":{\"scope\":\"B2B\"}}");
        // What nobody can read any more is not valid, and ours does not take its place in silence.
        update("update provider_credential set sealed = '\\x00' where account_id = '%s'".formatted(account));
        call().post(path).then().statusCode(200).body("data.valid", equalTo(false));
        lookUp(account, "\"inference\"").statusCode(500);
    }

    @Test
    void movesToTheCurrentEnvelopeKey() throws SQLException {
        // Given
        put("gigachat", GOOD);
        update("update provider_credential set envelope_key = 'before' where account_id = '%s'".formatted(account));
        var before = stored();
        // When
        call().post("/internal/envelope/reseal")
                .then()
                .statusCode(200)
                .body("resealed.provider_credentials", greaterThanOrEqualTo(1));
        // Then
        assertThat(stored()).isNotEqualTo(before);
        lookUp(account, "\"inference\"").body("own_credentials.provider", contains("gigachat"));
        call().post("/internal/envelope/reseal").then().body("resealed.provider_credentials", equalTo(0));
    }

    @Test
    void isForOurOwnServicesAndRemembersWhoChangedIt() throws SQLException {
        put("gigachat", GOOD);
        given().get("/internal/accounts/{id}/provider-credentials", account)
                .then()
                .statusCode(401);
        given().post("/internal/envelope/reseal").then().statusCode(401);
        assertThat(one("select act || ' ' || subject || ' ' || via from audit_event where account_id = '%s'"
                                .formatted(account)
                        + " and act <> 'created_account'"))
                .isEqualTo("set_provider_credential gigachat key-manager");
    }

    private String stored() throws SQLException {
        return one(
                "select encode(sealed, 'escape') from provider_credential where account_id = '%s'".formatted(account));
    }

    private String one(String sql) throws SQLException {
        return Sql.text(database, sql);
    }

    private void update(String sql) throws SQLException {
        Sql.change(database, sql);
    }
}
