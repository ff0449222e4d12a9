package ru.xrouter.e2e.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Somebody with a browser and a mailbox, as far as cookies, forms and links go. */
public final class Person {
    private static final Pattern LINK = Pattern.compile("token=([\\w-]+)");
    private static final Pattern KEY = Pattern.compile("xr-[0-9A-Za-z]+(?=<)");
    private static final Pattern HIDDEN = Pattern.compile("type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"");
    private static final String PASSWORD = "correct horse battery";
    private static final String REDIRECT = "http://127.0.0.1:53682/callback";

    private final HttpClient browser = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI auth;
    private final Path mailbox;
    private final Set<String> followed = new HashSet<>();

    /** Their e-mail address. */
    public final String email = "e2e-" + UUID.randomUUID() + "@example.org";

    private Person(Stack stack) {
        auth = stack.operators().auth().base();
        mailbox = stack.state().resolve("mail");
    }

    /** Somebody new who is signed in. */
    public static Person signedIn(Stack stack) {
        var person = new Person(stack);
        person.post("/sign-up", Map.of("email", person.email, "password", PASSWORD), 200);
        person.post("/confirm", Map.of("token", person.mailed(), "password", PASSWORD), 303);
        return person;
    }

    /** A page. */
    public String page(String path) {
        return send(HttpRequest.newBuilder(URI.create(auth + path)).GET()).body();
    }

    /** Sends a form, and sees that the answer has this status. */
    public HttpResponse<String> post(String path, Map<String, String> form, int status) {
        var answer = send(HttpRequest.newBuilder(URI.create(auth + path))
                .header("origin", auth.toString())
                .header("content-type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(encoded(form))));
        assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isEqualTo(status);
        return answer;
    }

    /** Makes somebody else a member of this person's account. */
    public void takesIn(Person member, String role) {
        post("/account/members/invite", Map.of("email", member.email, "role", role), 303);
        member.post("/invitation", Map.of("token", member.mailed()), 303);
    }

    /** The part of a member's forms' paths that names them. */
    public String pathOf(Person member) {
        var page = page("/account/members");
        var from = page.indexOf("/account/members/user-", page.indexOf("<strong>" + member.email));
        assertThat(from).as(page).isPositive();
        return page.substring(from, page.indexOf('/', from + "/account/members/".length()));
    }

    /** A new API key of the account that the person acts for. */
    public String key(String... scopes) {
        var form = "name=e2e&"
                + String.join(
                        "&",
                        Arrays.stream(scopes)
                                .map(scope -> "scopes=" + encoded(scope))
                                .toList());
        var answer = send(HttpRequest.newBuilder(URI.create(auth + "/account/keys"))
                .header("origin", auth.toString())
                .header("content-type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
        var key = KEY.matcher(answer.body());
        assertThat(key.find()).as(answer.body()).isTrue();
        return key.group();
    }

    /** An access token that the person lets a public client have. */
    public String token(String client, String scope) {
        var verifier = UUID.randomUUID() + "-" + UUID.randomUUID();
        var ask = encoded(Map.of(
                "response_type",
                "code",
                "client_id",
                client,
                "redirect_uri",
                REDIRECT,
                "scope",
                scope,
                "code_challenge",
                challenge(verifier),
                "code_challenge_method",
                "S256"));
        var form = new HashMap<>(Map.of("decision", "allow"));
        HIDDEN.matcher(page("/authorize?" + ask))
                .results()
                .forEach(field -> form.put(field.group(1), field.group(2).replace("&amp;", "&")));
        var allowed =
                post("/authorize", form, 303).headers().firstValue("location").orElseThrow();
        var code = Pattern.compile("[?&]code=([^&]+)").matcher(allowed);
        assertThat(code.find()).as(allowed).isTrue();
        var tokens = post(
                "/token",
                Map.of(
                        "grant_type", "authorization_code",
                        "client_id", client,
                        "redirect_uri", REDIRECT,
                        "code", code.group(1),
                        "code_verifier", verifier),
                200);
        return Http.parse(tokens.body()).path("access_token").asText();
    }

    /** The newest link that was sent to the person, and that they have not followed. */
    private String mailed() {
        return Eventually.get("a link is sent to " + email, () -> {
            try (var mails = Files.list(mailbox)) {
                return mails.sorted()
                        .map(Person::read)
                        .filter(mail -> mail.contains("To: " + email + "\n"))
                        .map(LINK::matcher)
                        .flatMap(found ->
                                found.find() ? Optional.of(found.group(1)).stream() : Optional.<String>empty().stream())
                        .reduce((_, later) -> later)
                        .filter(followed::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static String read(Path mail) {
        try {
            return Files.readString(mail);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return browser.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String challenge(String verifier) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
