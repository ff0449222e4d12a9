package ru.xrouter.auth.oauth;

import io.restassured.response.ValidatableResponse;
import java.text.ParseException;

/** Access tokens for tests elsewhere. */
public final class Tokens {
    private Tokens() {}

    /** The id of an access token that the person lets an app have. */
    public static String jti(Browser person) {
        try {
            return App.jti(App.registered().token(person));
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Asks who stands behind a token, as the gateway does. */
    public static ValidatableResponse lookUp(String jti) {
        return App.lookUp(jti);
    }
}
