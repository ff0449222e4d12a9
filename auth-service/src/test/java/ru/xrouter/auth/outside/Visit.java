package ru.xrouter.auth.outside;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.restassured.response.Response;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import ru.xrouter.auth.oauth.Browser;

/** A browser on its way to a {@link FakeProvider} and back. */
record Visit(Browser browser, String provider, Map<String, String> asked) {
    /** From the sign-in page. */
    static Visit begin(Browser browser, String provider, String returnTo) {
        var start = browser.follow("/sign-in/with/" + provider + "?return_to=" + Browser.encoded(returnTo));
        assertThat(start.statusCode()).as(start.asString()).isEqualTo(303);
        return at(browser, provider, start.header("location"));
    }

    static Visit begin(Browser browser, String provider) {
        return begin(browser, provider, "/account");
    }

    static Visit at(Browser browser, String provider, String location) {
        var asked = new HashMap<String, String>();
        for (var pair : URI.create(location).getRawQuery().split("&", -1)) {
            var split = pair.indexOf('=');
            asked.put(
                    pair.substring(0, split),
                    java.net.URLDecoder.decode(pair.substring(split + 1), java.nio.charset.StandardCharsets.UTF_8));
        }
        return new Visit(browser, provider, asked);
    }

    /** A code for somebody. */
    String code(Map<String, Object> claims, Map<String, Object> details, String wrong) {
        return FakeProvider.encoded(JSONObjectUtils.toJSONString(Map.of(
                "nonce", asked.getOrDefault("nonce", ""),
                "challenge", asked.getOrDefault("code_challenge", ""),
                "claims", claims,
                "details", details,
                "wrong", wrong)));
    }

    Response comeBack(String query) {
        return browser.get("/sign-in/with/" + provider + "/callback?" + query);
    }

    Response comeBackAs(Map<String, Object> claims) {
        return comeBack(answer(code(claims, Map.of("sub", "nobody"), "")));
    }

    Response comeBackWrong(String wrong, Map<String, Object> claims) {
        return comeBack(answer(code(claims, Map.of("sub", "nobody"), wrong)));
    }

    String answer(String code) {
        return "code=" + code + "&state=" + asked.get("state");
    }

    static Map<String, Object> person(String subject, String email, boolean verified) {
        return Map.of("sub", subject, "email", email, "email_verified", verified);
    }

    static String subject() {
        return "sub-" + UUID.randomUUID();
    }
}
