package ru.xrouter.auth.oauth;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;

@QuarkusTest
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
class RegistrationIT {
    private static ValidatableResponse register(String metadata) {
        return given().contentType(ContentType.JSON)
                .body(metadata.replace('\'', '"'))
                .post("/register")
                .then();
    }

    @Test
    void letsAnAppRegisterItselfAndThePersonKnow() {
        // When
        var registered = register("""
                {'client_name': 'Gamma', 'redirect_uris': ['https://app.example/callback'], 'scope': 'inference openid',
                 'token_endpoint_auth_method': 'none', 'logo_uri': 'https://app.example/logo.png'}""");
        // Then
        registered
                .statusCode(201)
                .header("cache-control", "no-store")
                .body("client_secret", nullValue())
                .body("grant_types", containsInAnyOrder("authorization_code"))
                .body("logo_uri", nullValue());
        var app = new App(registered.extract().path("client_id"), "", App.REDIRECT, new CodeVerifier());
        var person = AuthorizationIT.newPerson();
        assertThat(person.get("/authorize?" + App.query(app.request())).asString())
                .contains("Gamma")
                .contains("Nobody has checked its name");
        app.exchange(app.code(person)).then().statusCode(200).body("expires_in", equalTo(30 * 24 * 60 * 60));
    }

    @Test
    void givesAConfidentialAppASecretOnce() {
        // When
        var registered = register("{'client_name': 'Delta', 'redirect_uris': ['https://app.example/callback']}");
        // Then
        registered
                .statusCode(201)
                .body("client_secret", notNullValue())
                .body("token_endpoint_auth_method", equalTo("client_secret_basic"))
                .body("client_secret_expires_at", equalTo(0));
        var extracted = registered.extract();
        var app =
                new App(extracted.path("client_id"), extracted.path("client_secret"), App.REDIRECT, new CodeVerifier());
        assertThat(app.exchange(app.code(AuthorizationIT.newPerson())).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'client_name':'x','redirect_uris':['http://app.example/cb']}|invalid_redirect_uri",
                "{'client_name':'x','redirect_uris':['https://app.example/cb#f']}|invalid_redirect_uri",
                "{'client_name':'x'}|invalid_redirect_uri",
                "{'redirect_uris':['https://app.example/cb']}|invalid_client_metadata",
                "{'client_name':'x','redirect_uris':['https://app.example/cb'],'scope':'keys:manage'}|invalid_client_metadata",
                "{'client_name':'x','redirect_uris':['https://app.example/cb'],'scope':'all'}|invalid_client_metadata",
                "{'client_name':'x','redirect_uris':['https://app.example/cb'],'grant_types':['implicit']}|invalid_client_metadata",
                "{'client_name':'x','redirect_uris':['https://app.example/cb'],'token_endpoint_auth_method':'client_secret_post'}|invalid_client_metadata",
                "{'client_name':'x','redirect_uris':['https://app.example/cb'],'token_endpoint_auth_method':'private_key_jwt'}|invalid_client_metadata",
                "[]|invalid_request",
                "no json|invalid_request",
            })
    void refusesWhatAnAppMayNotBe(String metadata, String error) {
        register(metadata).statusCode(400).body("error", equalTo(error));
    }

    @Test
    void isOffUnlessSomebodyWantsIt() {
        var config = new SmallRyeConfigBuilder()
                .withMapping(RegistrationConfig.class)
                .withConverter(Duration.class, 200, new DurationConverter())
                .build();
        assertThat(config.getConfigMapping(RegistrationConfig.class).enabled()).isFalse();
    }
}
