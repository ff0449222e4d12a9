package ru.xrouter.auth.outside;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.testing.MadeCertificate;

/**
 * Two OpenID providers, {@code fake} and {@code other}, one that asks for our certificate, and two that know OAuth alone, with real keys. They keep no state: the code that
 * the test brings says who the person is and what is to be wrong with the answer.
 */
public final class FakeProvider implements QuarkusTestResourceLifecycleManager {
    static final String CLIENT = "xrouter";
    static final String SECRET = "the secret that xrouter has at the provider";

    private final HttpClient client = HttpClient.newHttpClient();
    private @Nullable HttpServer server;
    private @Nullable HttpsServer strict;
    private volatile int port;
    private final RSAKey key = key("one");
    private final RSAKey stranger = key("one");

    @Override
    public Map<String, String> start() {
        try {
            var started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            started.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            started.createContext("/", this::answer);
            started.start();
            server = started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var config = new HashMap<String, String>();
        startStrict(config);
        for (var id : new String[] {"fake", "other"}) {
            put(config, id, "name", id.equals("fake") ? "Fake & Co" : "Other");
            put(config, id, "issuer", base() + "/" + id);
        }
        put(config, "yandex", "name", "Like Yandex");
        put(config, "yandex", "issuer", base() + "/yandex");
        put(config, "yandex", "scopes", "login:email,login:info");
        put(config, "yandex", "authorization-url", base() + "/yandex/authorize");
        put(config, "yandex", "token-url", base() + "/yandex/token");
        put(config, "yandex", "userinfo-url", base() + "/yandex/info");
        put(config, "yandex", "token-scheme", "OAuth");
        put(config, "yandex", "subject-claim", "id");
        put(config, "yandex", "email-claim", "default_email");
        put(config, "yandex", "trust-email", "true");
        put(config, "vk", "name", "Like VK");
        put(config, "vk", "issuer", base() + "/vk");
        put(config, "vk", "scopes", "email");
        put(config, "vk", "client-authentication", "client_secret_post");
        put(config, "vk", "authorization-url", base() + "/vk/authorize");
        put(config, "vk", "token-url", base() + "/vk/token");
        put(config, "vk", "userinfo-url", base() + "/vk/user_info");
        put(config, "vk", "userinfo-by-form", "true");
        put(config, "vk", "callback-parameters", "device_id");
        put(config, "vk", "request-id-headers", "rquid");
        put(config, "vk", "subject-claim", "user.user_id");
        put(config, "vk", "email-claim", "user.email");
        // auth-service itself, as a real provider that people come from.
        put(config, "self", "name", "Self");
        put(config, "self", "issuer", "http://localhost:8081");
        put(config, "self", "authorization-url", "http://localhost:8081/authorize");
        put(config, "self", "token-url", base() + "/self/token");
        put(config, "self", "userinfo-url", base() + "/self/userinfo");
        put(config, "self", "jwks-url", base() + "/self/.well-known/jwks.json");
        put(config, "self", "algorithms", "ES256");
        // Nobody listens there.
        put(config, "away", "name", "Away");
        put(config, "away", "issuer", "http://127.0.0.1:1/away");
        return config;
    }

    private void startStrict(Map<String, String> config) {
        try {
            var folder = Files.createTempDirectory("outside");
            var theirs = MadeCertificate.of("localhost", folder);
            var ours = MadeCertificate.of("xrouter", folder);
            var started = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var context = theirs.serving(ours);
            started.setHttpsConfigurator(new HttpsConfigurator(context) {
                @Override
                public void configure(HttpsParameters connection) {
                    var wanted = context.getDefaultSSLParameters();
                    wanted.setNeedClientAuth(true);
                    connection.setSSLParameters(wanted);
                }
            });
            started.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            started.createContext("/", this::answer);
            started.start();
            strict = started;
            // As the chart sets them for a provider with a Secret, and one that was given none.
            config.put(
                    "quarkus.tls.sign-in-sber.key-store.pem.0.cert",
                    ours.certificate().toString());
            config.put(
                    "quarkus.tls.sign-in-sber.key-store.pem.0.key", ours.key().toString());
            for (var id : new String[] {"sber", "stranger"}) {
                config.put(
                        "quarkus.tls.sign-in-%s.trust-store.pem.certs".formatted(id),
                        theirs.certificate().toString());
                put(config, id, "name", id);
                put(config, id, "issuer", base(id) + "/" + id);
                put(config, id, "tls", "sign-in-" + id);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Where auth-service listens, which the resource cannot know when it starts. */
    void serviceAt(int port) {
        this.port = port;
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.MatchesType(FakeProvider.class));
    }

    private void forward(HttpExchange call, String path, String body) throws IOException {
        var forwarded = HttpRequest.newBuilder(URI.create("http://localhost:%d/%s".formatted(port, path)));
        for (var header : new String[] {"authorization", "content-type"}) {
            var value = call.getRequestHeaders().getFirst(header);
            if (value != null) {
                forwarded.header(header, value);
            }
        }
        try {
            var answer = client.send(
                    forwarded
                            .method(call.getRequestMethod(), HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            send(call, answer.statusCode(), answer.body());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static void put(Map<String, String> config, String id, String setting, String value) {
        var prefix = "xrouter.auth.outside.providers." + id + ".";
        config.put(prefix + "client-id", CLIENT);
        config.put(prefix + "client-secret", SECRET);
        config.put(prefix + setting, value);
    }

    private String base(String id) {
        return id.equals("sber") || id.equals("stranger")
                ? "https://localhost:"
                        + Objects.requireNonNull(strict).getAddress().getPort()
                : base();
    }

    private String base() {
        return "http://127.0.0.1:" + Objects.requireNonNull(server).getAddress().getPort();
    }

    private void answer(HttpExchange call) throws IOException {
        try (call) {
            var parts = call.getRequestURI().getPath().split("/", 3);
            var issuer = base(parts[1]) + "/" + parts[1];
            var body = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (parts[1].equals("self")) {
                forward(call, parts[2], body);
                return;
            }
            var form = new HashMap<String, String>();
            URLUtils.parseParameters(body).forEach((name, values) -> form.put(name, values.getFirst()));
            switch (parts[2]) {
                case ".well-known/openid-configuration" -> send(call, 200, metadata(issuer));
                case "jwks" -> send(call, 200, new JWKSet(key).toString());
                case "token" -> token(call, issuer, form);
                case "userinfo" -> send(call, 200, details(call, "Bearer "));
                case "info" -> send(call, 200, details(call, "OAuth "));
                case "user_info" -> send(call, 200, "{\"user\":%s}".formatted(decoded(form.get("access_token"))));
                default -> send(call, 404, "{}");
            }
        } catch (RuntimeException | JOSEException | ParseException e) {
            send(call, 400, "{\"error\":\"invalid_request\"}");
        }
    }

    private static String metadata(String issuer) {
        return """
                {"issuer": "%1$s", "authorization_endpoint": "%1$s/authorize", "token_endpoint": "%1$s/token",
                 "userinfo_endpoint": "%1$s/userinfo", "jwks_uri": "%1$s/jwks", "response_types_supported": ["code"],
                 "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["RS256"],
                 "authorization_response_iss_parameter_supported": %2$s}""".formatted(issuer, issuer.endsWith("other"));
    }

    private static String details(HttpExchange call, String scheme) {
        var header = call.getRequestHeaders().getFirst("authorization");
        return decoded(header.startsWith(scheme) ? header.substring(scheme.length()) : "");
    }

    private void token(HttpExchange call, String issuer, Map<String, String> form)
            throws IOException, JOSEException, ParseException {
        var told = JSONObjectUtils.parse(decoded(form.get("code")));
        var vk = issuer.endsWith("/vk");
        var basic = "Basic "
                + Base64.getEncoder()
                        .encodeToString((CLIENT + ":" + SECRET.replace(' ', '+')).getBytes(StandardCharsets.UTF_8));
        var proved = vk
                ? SECRET.equals(form.get("client_secret"))
                        && "the device".equals(form.get("device_id"))
                        && call.getRequestHeaders().getFirst("rquid").matches("[0-9a-f]{32}")
                : basic.equals(call.getRequestHeaders().getFirst("authorization"));
        var verifier = new CodeVerifier(form.get("code_verifier"));
        var challenge =
                CodeChallenge.compute(CodeChallengeMethod.S256, verifier).getValue();
        var id = issuer.substring(issuer.lastIndexOf('/') + 1);
        if (!proved
                || !challenge.equals(told.get("challenge"))
                || !("http://localhost:8081/sign-in/with/" + id + "/callback").equals(form.get("redirect_uri"))) {
            send(call, 400, "{\"error\":\"invalid_grant\"}");
            return;
        }
        var wrong = String.valueOf(told.get("wrong"));
        if (wrong.equals("away")) {
            send(call, 503, "{}");
            return;
        }
        var access = encoded(JSONObjectUtils.toJSONString(JSONObjectUtils.getJSONObject(told, "details")));
        var openId = id.equals("fake") || id.equals("other") || id.equals("sber");
        send(
                call,
                200,
                "{\"access_token\":\"%s\",\"token_type\":\"bearer\"%s}"
                        .formatted(
                                access,
                                !openId || wrong.equals("no_id_token")
                                        ? ""
                                        : ",\"id_token\":\"%s\"".formatted(idToken(issuer, told, wrong))));
    }

    private String idToken(String issuer, Map<String, Object> told, String wrong) throws JOSEException, ParseException {
        var now = Instant.now();
        var claims = new JWTClaimsSet.Builder()
                .issuer(wrong.equals("issuer") ? issuer + "x" : issuer)
                .audience(wrong.equals("audience") ? "somebody-else" : CLIENT)
                .issueTime(Date.from(now.minusSeconds(wrong.equals("expired") ? 7200 : 0)))
                .expirationTime(Date.from(now.plusSeconds(wrong.equals("expired") ? -3600 : 300)))
                .claim("nonce", wrong.equals("nonce") ? "another" : told.get("nonce"));
        JSONObjectUtils.getJSONObject(told, "claims").forEach(claims::claim);
        if (wrong.equals("no_nonce")) {
            claims.claim("nonce", null);
        }
        if (wrong.equals("at_hash")) {
            claims.claim("at_hash", "MTIzNDU2Nzg5MDEyMzQ1Ng");
        }
        if (wrong.equals("alg_none")) {
            return new PlainJWT(claims.build()).serialize();
        }
        var hmac = wrong.equals("key_confusion");
        JWSSigner signer = hmac
                ? new MACSigner(key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8))
                : new RSASSASigner(wrong.equals("key") ? stranger : key);
        var algorithm = hmac ? JWSAlgorithm.HS256 : wrong.equals("algorithm") ? JWSAlgorithm.RS512 : JWSAlgorithm.RS256;
        var token = new SignedJWT(new JWSHeader.Builder(algorithm).keyID("one").build(), claims.build());
        token.sign(signer);
        return token.serialize();
    }

    private static void send(HttpExchange call, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        call.getResponseHeaders().set("content-type", "application/json");
        call.sendResponseHeaders(status, bytes.length);
        call.getResponseBody().write(bytes);
    }

    static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(@Nullable String text) {
        return new String(Base64.getUrlDecoder().decode(Objects.requireNonNull(text)), StandardCharsets.UTF_8);
    }

    private static RSAKey key(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop(0);
        }
        if (strict != null) {
            strict.stop(0);
        }
    }
}
