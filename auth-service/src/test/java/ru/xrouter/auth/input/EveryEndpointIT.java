package ru.xrouter.auth.input;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestQuery;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import ru.xrouter.auth.oauth.Browser;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;

/** Each endpoint that there is refuses addresses and JSON that are no text, and none fails by them or by such forms. */
@QuarkusTest
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryEndpointIT {
    private static final String FORM = "application/x-www-form-urlencoded";

    /** Take no cookie: programs call them with credentials of their own, from anywhere. */
    private static final Set<String> FOR_PROGRAMS = Set.of(
            "/token",
            "/par",
            "/revoke",
            "/introspect",
            "/device_authorization",
            "/register",
            "/register/{clientId}",
            "/userinfo");

    private String session = "";

    /** One person for all endpoints. */
    @BeforeEach
    void signIn() {
        if (session.isEmpty()) {
            session = Browser.newPerson().session();
        }
    }

    /** One of ours. */
    record Endpoint(String method, String path, Method code) {
        boolean takesABody() {
            return !method.equals("GET") && !method.equals("DELETE");
        }

        List<String> forms() {
            return names(RestForm.class);
        }

        List<String> queries() {
            return names(RestQuery.class);
        }

        private List<String> names(Class<? extends java.lang.annotation.Annotation> kind) {
            return Arrays.stream(code.getParameters())
                    .filter(parameter -> parameter.isAnnotationPresent(kind))
                    .map(parameter -> {
                        var given = kind == RestForm.class
                                ? parameter.getAnnotation(RestForm.class).value()
                                : parameter.getAnnotation(RestQuery.class).value();
                        return given.isEmpty() ? parameter.getName() : given;
                    })
                    .toList();
        }

        /** The body's record with a NUL in every text; empty when it takes none. */
        String json(String text) {
            return Arrays.stream(code.getParameters())
                    .filter(parameter -> parameter.getType().isRecord())
                    .findFirst()
                    .map(parameter -> Arrays.stream(parameter.getType().getRecordComponents())
                            .filter(component -> component.getType() == String.class)
                            .map(component -> {
                                var property = component
                                        .getAccessor()
                                        .getAnnotation(com.fasterxml.jackson.annotation.JsonProperty.class);
                                var name = property == null ? component.getName() : property.value();
                                return "\"%s\": \"%s\"".formatted(name, text);
                            })
                            .collect(Collectors.joining(", ", "{", "}")))
                    .filter(json -> !json.equals("{}"))
                    .orElse("");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    static Stream<Endpoint> endpoints() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("ru.xrouter.auth").stream()
                        .filter(type -> type.isAnnotatedWith(Path.class))
                        .flatMap(type -> endpoints(type.reflect()))
                        .sorted(Comparator.comparing(Endpoint::toString));
    }

    private static Stream<Endpoint> endpoints(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .flatMap(code -> Arrays.stream(code.getAnnotations())
                        .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                        .filter(method -> method != null)
                        .map(method ->
                                new Endpoint(method.value(), (path(type) + path(code)).replace("//", "/"), code)));
    }

    private static String path(AnnotatedElement element) {
        var path = element.getAnnotation(Path.class);
        return path == null ? "" : path.value();
    }

    @Test
    void isKnown() {
        assertThat(endpoints().map(Endpoint::toString))
                .contains(
                        "POST /sign-in",
                        "POST /token",
                        "GET /authorize",
                        "POST /account/keys",
                        "POST /internal/api-keys/lookup")
                .hasSizeGreaterThan(80);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("endpoints")
    void takesNoAddressThatIsNoText(Endpoint endpoint) {
        for (var wrong : List.of("%00", "%FF", "%1b")) {
            var path = endpoint.path().replaceAll("\\{[^}]*}", "x");
            var names = endpoint.queries().isEmpty() ? List.of("x") : endpoint.queries();
            for (var name : names) {
                assertThat(status(call(), endpoint, path + "?" + name + "=" + wrong))
                        .as("%s with %s=%s", endpoint, name, wrong)
                        .isEqualTo(400);
            }
            if (endpoint.path().contains("{")) {
                assertThat(status(call(), endpoint, endpoint.path().replaceAll("\\{[^}]*}", wrong)))
                        .as("%s with %s in its path", endpoint, wrong)
                        .isEqualTo(400);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("endpoints")
    void takesNoJsonThatIsNoTextAndFailsByNoForm(Endpoint endpoint) {
        if (!endpoint.takesABody()) {
            return;
        }
        var path = endpoint.path().replaceAll("\\{[^}]*}", "x");
        for (var name : endpoint.forms()) {
            for (var wrong : List.of("a%00b", "%FF", "%1b")) {
                var call = call().contentType(FORM).body(name + "=" + wrong);
                assertThat(status(call, endpoint, path))
                        .as("%s with %s=%s", endpoint, name, wrong)
                        .isLessThan(500);
            }
            // A form within a form, as the consent page sends it.
            var nested = call().contentType(FORM)
                    .body(name + "=client_id%3Da%2500b%26redirect_uri%3Dhttps%3A%2F%2Fa.example");
            assertThat(status(nested, endpoint, path))
                    .as("%s with a nested %s", endpoint, name)
                    .isLessThan(500);
        }
        assertThat(status(call().contentType(FORM).body("client_id=a%00b&token=%00&code=%00"), endpoint, path))
                .as("%s with a form", endpoint)
                .isLessThan(500);
        for (var wrong : List.of("a\\u0000b", "\\ud83d")) {
            var json = endpoint.json(wrong);
            if (!json.isEmpty()) {
                var call = call().contentType("application/json").body(json);
                assertThat(status(call, endpoint, path))
                        .as("%s with %s", endpoint, json)
                        .isEqualTo(400);
            }
        }
    }

    /** What a browser can be made to send from elsewhere is taken from our own pages alone. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void takesNoFormFromAnotherSite(Endpoint endpoint) {
        var path = endpoint.path().replaceAll("\\{[^}]*}", "x");
        for (var from : List.of("https://evil.example", "null", Browser.ORIGIN + ".evil.example")) {
            refusesAsForeign(form().header("origin", from), endpoint, path, from);
        }
        refusesAsForeign(form(), endpoint, path, "nowhere");
        refusesAsForeign(form().header("sec-fetch-site", "same-site"), endpoint, path, "a neighbour");
    }

    private static void refusesAsForeign(RequestSpecification form, Endpoint endpoint, String path, String from) {
        var answer = form.request(endpoint.method(), path);
        assertThat(answer.statusCode()).as("%s from %s", endpoint, from).isEqualTo(403);
        assertThat(answer.body().asString()).as("%s from %s", endpoint, from).contains("cross_site");
    }

    /** Pages of an account send whoever is not signed in to sign in. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("accountPages")
    void isForWhoIsSignedInAlone(Endpoint endpoint) {
        var path = endpoint.path().replaceAll("\\{[^}]*}", "x");
        for (var cookie : List.of("", "x")) {
            var answer = RestAssured.given()
                    .redirects()
                    .follow(false)
                    .header("origin", Browser.ORIGIN)
                    .header("sec-fetch-site", "same-origin")
                    .cookie("xrouter-session", cookie)
                    .request(endpoint.method(), path);
            assertThat(answer.statusCode()).as(endpoint.toString()).isEqualTo(303);
            assertThat(answer.header("location")).as(endpoint.toString()).matches("/sign-in(\\?return_to=.*)?");
        }
    }

    static Stream<Endpoint> accountPages() {
        return endpoints().filter(endpoint -> (endpoint.path() + "/").startsWith("/account/"));
    }

    static Stream<Endpoint> pages() {
        return endpoints()
                .filter(Endpoint::takesABody)
                .filter(endpoint -> !endpoint.path().startsWith("/internal/"))
                .filter(endpoint -> !endpoint.path().startsWith("/v1/"))
                .filter(endpoint -> !FOR_PROGRAMS.contains(endpoint.path()));
    }

    private RequestSpecification form() {
        return RestAssured.given()
                .redirects()
                .follow(false)
                .contentType(FORM)
                .body("x=y")
                .cookie("xrouter-session", session);
    }

    private RequestSpecification call() {
        return RestAssured.given()
                .redirects()
                .follow(false)
                .urlEncodingEnabled(false)
                .header("origin", Browser.ORIGIN)
                .header("authorization", "Bearer local-service-token")
                .cookie("xrouter-session", session);
    }

    private static int status(RequestSpecification call, Endpoint endpoint, String path) {
        return call.request(endpoint.method(), path).statusCode();
    }
}
