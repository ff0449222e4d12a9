package ru.xrouter.auth.oauth;

import io.restassured.response.Response;
import java.util.Map;

/** People who give apps access, for tests elsewhere. */
public final class Consents {
    private Consents() {}

    /** An app asks for a scope, and the person allows what they may; the page that says no when they may not. */
    public static Response allow(Browser person, String scope) {
        var app = App.registered("none", scope);
        var parameters = app.request();
        parameters.put("scope", scope);
        var page = person.get("/authorize?" + App.query(parameters));
        return page.statusCode() == 200
                ? app.consent(person, App.query(parameters), Map.of("decision", "allow"))
                : page;
    }

    /** The person allows what an app of any kind asks for. */
    public static Response consent(Browser person, Map<String, String> asked) {
        var query = App.query(asked);
        var page = person.get("/authorize?" + query);
        return person.post(
                "/authorize", Map.of("query", query, "user", App.userOn(page.asString()), "decision", "allow"));
    }

    /** The person allows what an app asked for, after something else. */
    public static Response consentAfter(Browser person, Runnable something) {
        var app = App.registered("none", "inference");
        var query = App.query(app.request());
        var page = person.get("/authorize?" + query);
        something.run();
        return person.post(
                "/authorize", Map.of("query", query, "user", App.userOn(page.asString()), "decision", "allow"));
    }

    /** The id of a token that an app got. */
    public static String token(Browser person) throws java.text.ParseException {
        return App.jti(App.registered().token(person));
    }

    /** Whether the gateway still takes the token. */
    public static boolean works(String jti) {
        return App.lookUp(jti).extract().statusCode() == 200;
    }

    /** Sends the consent that a page of somebody allowed asked for, though this person may not give it. */
    public static Response force(Browser person, String decider, String scope) {
        var app = App.registered("none", scope);
        var parameters = app.request();
        parameters.put("scope", scope);
        return person.post("/authorize", Map.of("query", App.query(parameters), "user", decider, "decision", "allow"));
    }
}
