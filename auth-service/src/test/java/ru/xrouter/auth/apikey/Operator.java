package ru.xrouter.auth.apikey;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import ru.xrouter.api.access.ApiKeyFormat;

/** Calls auth-service as operators and the gateway do. */
public final class Operator {
    private Operator() {}

    public static RequestSpecification call() {
        return given().header("authorization", "Bearer local-service-token").contentType(ContentType.JSON);
    }

    public static String newAccount() {
        return call().body("{\"name\": \"Ромашка\"}")
                .post("/internal/accounts")
                .then()
                .statusCode(201)
                .extract()
                .path("account_id");
    }

    static ValidatableResponse newKey(String accountId, String body) {
        return call().body(body)
                .post("/internal/accounts/{id}/api-keys", accountId)
                .then();
    }

    public static ValidatableResponse lookUp(String key) {
        return call().body("{\"digest\": \"%s\"}".formatted(ApiKeyFormat.digest(key)))
                .post("/internal/api-keys/lookup")
                .then();
    }
}
