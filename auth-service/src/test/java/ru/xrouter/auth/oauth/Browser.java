package ru.xrouter.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Walks through the pages as a person does, one cookie jar each. */
public final class Browser {
    public static final String ORIGIN = "http://localhost:8081";

    private static final Pattern TOKEN = Pattern.compile("token=([A-Za-z0-9_-]+)");
    private static final Path MAIL = Path.of("target/mail");
    private static final Set<String> TAKEN = ConcurrentHashMap.newKeySet();

    private final Map<String, String> cookies;
    private final String language;

    public Browser() {
        this(new HashMap<>(), "en");
    }

    private Browser(Map<String, String> cookies, String language) {
        this.cookies = cookies;
        this.language = language;
    }

    /** The same browser, set to another language. */
    public Browser reading(String other) {
        return new Browser(cookies, other);
    }

    public Response get(String path) {
        return kept(RestAssured.given()
                .redirects()
                .follow(false)
                .urlEncodingEnabled(false)
                .header("accept-language", language)
                .cookies(cookies)
                .get(path));
    }

    /** As a link on a page of ours does. */
    public Response follow(String path) {
        return kept(RestAssured.given()
                .redirects()
                .follow(false)
                .urlEncodingEnabled(false)
                .header("sec-fetch-site", "same-origin")
                .cookies(cookies)
                .get(path));
    }

    public Response post(String path, Map<String, String> form) {
        return post(path, form, ORIGIN);
    }

    public Response post(String path, Map<String, String> form, String origin) {
        return kept(RestAssured.given()
                .redirects()
                .follow(false)
                .header("origin", origin)
                .header("accept-language", language)
                .cookies(cookies)
                .contentType("application/x-www-form-urlencoded; charset=utf-8")
                .formParams(form)
                .post(path));
    }

    public String session() {
        return cookies.getOrDefault("xrouter-session", "");
    }

    public void session(String secret) {
        cookie("xrouter-session", secret);
    }

    /** Holds what it was never sent. */
    public void cookie(String name, String value) {
        cookies.put(name, value);
    }

    /** Another with the same cookies. */
    public Browser copy() {
        var copy = new Browser();
        copy.cookies.putAll(cookies);
        return copy;
    }

    private Response kept(Response response) {
        cookies.putAll(response.getCookies());
        return response;
    }

    /** Somebody new who is signed in. */
    public static Browser newPerson() {
        return signedIn("p" + UUID.randomUUID() + "@example.org");
    }

    /** A new person who is signed in. */
    public static Browser signedIn(String email) {
        var browser = new Browser();
        browser.signUp(email, "correct horse battery");
        var confirmed = browser.confirm(mailedToken(email, "/confirm?token="), "correct horse battery");
        assertThat(confirmed.statusCode()).isEqualTo(303);
        return browser;
    }

    public Response confirm(String token, String password) {
        return post("/confirm", Map.of("token", token, "password", password));
    }

    public Response signUp(String email, String password) {
        return post("/sign-up", Map.of("email", email, "password", password));
    }

    public Response signIn(String email, String password) {
        return post("/sign-in", Map.of("email", email, "password", password));
    }

    /** The token of the newest link that was sent there and that no test has asked for; waits for it, as for every e-mail. */
    public static String mailedToken(String email) {
        return mailedToken(email, "");
    }

    /** The same, of links that lead there. */
    private static String mailedToken(String email, String path) {
        return awaited(
                "a link is sent to " + email,
                () -> mails(email).stream()
                        .filter(mail -> mail.contains(path))
                        .map(TOKEN::matcher)
                        .filter(Matcher::find)
                        .map(found -> found.group(1))
                        .reduce((_, later) -> later)
                        .filter(TAKEN::add));
    }

    /** All e-mails to somebody, the oldest first. */
    public static List<String> mails(String email) {
        if (!Files.exists(MAIL)) {
            // Made with the first e-mail of all.
            return List.of();
        }
        try (var files = Files.list(MAIL)) {
            return files.sorted()
                    .map(Browser::read)
                    .filter(text -> text.contains("To: " + email + "\n"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for an e-mail to somebody that says this; it is sent after the answer. */
    public static String mailSaying(String email, String text) {
        return awaited(
                "an e-mail to %s says '%s'".formatted(email, text),
                () -> mails(email).stream().filter(mail -> mail.contains(text)).findFirst());
    }

    private static String awaited(String what, Callable<Optional<String>> text) {
        return await(what)
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .pollDelay(Duration.ZERO)
                .until(text, Optional::isPresent)
                .orElseThrow();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
