package ru.xrouter.router.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ru.xrouter.api.access.OwnCredential;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.router.catalogue.Catalogue;
import ru.xrouter.router.catalogue.Endpoint;
import ru.xrouter.router.catalogue.TestCatalogue;
import ru.xrouter.router.health.Health;
import ru.xrouter.router.peek.RequestReader;

class RoutePlannerTest {
    private static final Catalogue CATALOGUE = TestCatalogue.catalogue();

    private static Route plan(String json) {
        return plan(Endpoint.CHAT, json);
    }

    private static Route plan(Endpoint endpoint, String json) {
        return plan(endpoint, json, List.of());
    }

    private static Route plan(Endpoint endpoint, String json, List<OwnCredential> own) {
        return RoutePlanner.plan(
                CATALOGUE, RequestReader.read(endpoint, json.getBytes(StandardCharsets.UTF_8)), own, Health.UNKNOWN);
    }

    private static String[] offers(Route route) {
        return route.offers().stream()
                .map(offer -> offer.candidate().providerModel())
                .toArray(String[]::new);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"model\":\"alpha/cheap\"}|a-cheap",
                "{\"model\":\"a:latest\"}|a-cheap",
                "{\"model\":\"auto\"}|b-dear,a-cheap",
                "{\"model\":\"both/shared\"}|a-shared,b-shared",
                "{\"model\":\"alpha/cheap\",\"models\":[\"both/shared\"]}|a-cheap,a-shared,b-shared",
                "{\"model\":\"alpha/cheap\",\"models\":[\"auto\"]}|a-cheap,b-dear",
                "{\"model\":\"both/shared\",\"provider\":{\"order\":[\"beta\"]}}|b-shared,a-shared",
                "{\"model\":\"both/shared\",\"provider\":{\"order\":[\"Beta\"],\"allow_fallbacks\":false}}|b-shared",
                "{\"model\":\"both/shared\",\"provider\":{\"allow_fallbacks\":false}}|a-shared",
                "{\"model\":\"both/shared\",\"provider\":{\"only\":[\"beta\"]}}|b-shared",
                "{\"model\":\"both/shared\",\"provider\":{\"ignore\":[\"alpha\"]}}|b-shared",
                "{\"model\":\"auto\",\"provider\":{\"sort\":\"price\"}}|a-cheap,b-dear",
                "{\"model\":\"auto\",\"provider\":{\"sort\":\"price\",\"order\":[\"beta\"]}}|b-dear,a-cheap",
                "{\"model\":\"auto\",\"provider\":{\"max_price\":{\"prompt\":100}}}|a-cheap",
                "{\"model\":\"auto\",\"seed\":1,\"provider\":{\"require_parameters\":true}}|b-dear",
                "{\"model\":\"mixed\"}|a-cheap",
                "{\"model\":\"auto\",\"messages\":[],\"stream\":true,\"n\":2,\"provider\":{\"require_parameters\":true}}|b-dear,a-cheap",
            })
    void ordersTheCandidates(String request, String expected) {
        // When
        var route = plan(request);
        // Then
        assertThat(offers(route)).containsExactly(expected.split(","));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"model\":\"beta/vectors\"}|model|unsupported_value",
                "{\"model\":\"auto\",\"models\":[\"beta/vectors\"]}|models[0]|unsupported_value",
                "{\"model\":\"auto\",\"models\":[\"alpha/cheap\",\"x\"]}|models[1]|model_not_found",
                "{\"model\":\"auto\",\"provider\":{\"order\":[\"alpha\",\"nobody\"]}}|provider.order[1]|provider_not_found",
                "{\"model\":\"alpha/cheap\",\"provider\":{\"only\":[\"beta\"]}}|provider.only|no_candidate",
                "{\"model\":\"alpha/cheap\",\"provider\":{\"ignore\":[\"alpha\"]}}|provider.ignore|no_candidate",
                "{\"model\":\"auto\",\"provider\":{\"max_price\":{\"completion\":1}}}|provider.max_price|no_candidate",
                "{\"model\":\"alpha/cheap\",\"seed\":1,\"provider\":{\"require_parameters\":true}}|seed|unsupported_parameter",
                "{\"model\":\"alpha/cheap\",\"user\":\"u\",\"metadata\":{\"a\":\"b\"},\"provider\":{\"require_parameters\":true}}|metadata|unsupported_parameter",
                "{\"model\":\"both/shared\",\"functions\":[{}],\"provider\":{\"require_parameters\":true}}|functions|unsupported_parameter",
                "{\"model\":\"alpha/cheap\",\"provider\":{\"order\":[\"beta\"],\"allow_fallbacks\":false}}|provider.order|no_candidate",
            })
    void refusesWhatNobodyFulfilsByName(String request, String param, String code) {
        // When
        var refusal =
                Objects.requireNonNull(catchThrowableOfType(InvalidParameterException.class, () -> plan(request)));
        // Then
        assertThat(refusal.param()).isEqualTo(param);
        assertThat(refusal.code()).isEqualTo(code);
    }

    @Test
    void plansEachEndpointWithTheModelsThatServeIt() {
        assertThat(offers(plan(Endpoint.EMBEDDINGS, "{\"model\":\"mixed\"}"))).containsExactly("b-vectors");
        assertThat(offers(plan(Endpoint.COMPLETIONS, "{\"model\":\"mixed\"}"))).containsExactly("a-cheap");
        assertThatThrownBy(() -> plan(Endpoint.EMBEDDINGS, "{\"model\":\"auto\"}"))
                .isInstanceOfSatisfying(InvalidParameterException.class, e -> {
                    assertThat(e.param()).isEqualTo("model");
                    assertThat(e.text()).contains("/v1/embeddings", "/v1/chat/completions and /v1/completions");
                });
    }

    @Test
    void honoursEverywhereWhatItSharesAndNothingMore() {
        var all = "{\"model\":\"mixed\",\"provider\":{\"require_parameters\":true},";
        assertThat(offers(plan(Endpoint.EMBEDDINGS, all + "\"input\":\"x\",\"dimensions\":8}")))
                .containsExactly("b-vectors");
        assertThat(offers(plan(Endpoint.COMPLETIONS, all + "\"prompt\":\"x\",\"echo\":true}")))
                .containsExactly("a-cheap");
        assertThatThrownBy(() -> plan(Endpoint.CHAT, all + "\"messages\":[],\"echo\":true}"))
                .isInstanceOfSatisfying(
                        InvalidParameterException.class,
                        e -> assertThat(e.param()).isEqualTo("echo"));
    }

    @Test
    void knowsNoOtherModels() {
        assertThatThrownBy(() -> plan("{\"model\":\"cheap\"}")).isInstanceOf(UnknownModelException.class);
    }

    @ParameterizedTest(name = "{0} {1} -> {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "false|{\"model\":\"both/shared\"}|a-shared own,b-shared",
                "true|{\"model\":\"both/shared\"}|a-shared own,a-shared,b-shared",
                "true|{\"model\":\"both/shared\",\"provider\":{\"allow_fallbacks\":false}}|a-shared own",
                "true|{\"model\":\"both/shared\",\"provider\":{\"order\":[\"beta\"]}}|b-shared,a-shared own,a-shared",
                "true|{\"model\":\"both/shared\",\"provider\":{\"only\":[\"alpha\"]}}|a-shared own,a-shared",
                // Alpha costs 100 and 200, of which the fee is a twentieth.
                "true|{\"model\":\"alpha/cheap\",\"provider\":{\"max_price\":{\"prompt\":6}}}|a-cheap own",
            })
    void callsAProviderWithTheAccountsOwnCredentialFirst(boolean fallback, String request, String expected) {
        // When
        var route = plan(Endpoint.CHAT, request, List.of(new OwnCredential("alpha", "c2VjcmV0", fallback)));
        // Then
        assertThat(route.offers().stream()
                        .map(offer -> offer.candidate().providerModel() + (offer.own() == null ? "" : " own")))
                .containsExactly(expected.split(","));
    }
}
