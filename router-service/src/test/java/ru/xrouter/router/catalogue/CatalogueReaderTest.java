package ru.xrouter.router.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.api.money.Money;
import ru.xrouter.api.money.Percent;
import ru.xrouter.api.money.Price;
import ru.xrouter.api.usage.Usage;

class CatalogueReaderTest {
    @Test
    void readsThePriceOfTheDayExactly() {
        // Given
        var file = TestCatalogue.read(TestCatalogue.YAML);
        // When
        var today = file.on(TestCatalogue.DAY).offers("alpha/cheap");
        var later = file.on(LocalDate.of(2026, 12, 1)).offers("alpha/cheap");
        // Then
        assertThat(today)
                .singleElement()
                .satisfies(offer ->
                        assertThat(offer.price().completionPerMillion()).isEqualTo(200_500_000));
        assertThat(later)
                .singleElement()
                .satisfies(offer -> assertThat(offer.price().promptPerMillion()).isEqualTo(1_000_000));
    }

    @Test
    void addsTheMarkupToWhatTheProviderTakes() {
        // Given
        var yaml = TestCatalogue.YAML
                .replaceFirst("markup: \"0\"", "markup: \"50\"")
                .replaceFirst("completion: \"200.5\"}", "completion: \"200.5\", markup: \"12.5\", vat: \"20\"}");
        // When
        var offer = cheap(TestCatalogue.read(yaml), TestCatalogue.DAY);
        // Then
        var begins = LocalDate.of(2026, 1, 1);
        assertThat(offer.terms().providerPrice()).isEqualTo(new Price(100_000_000, 10_000_000, 200_500_000, begins));
        assertThat(offer.price()).isEqualTo(new Price(112_500_000, 11_250_000, 225_562_500, begins));
        assertThat(offer.terms().vat()).isEqualTo(Percent.of("20"));
        var dear = Objects.requireNonNull(
                        TestCatalogue.read(yaml).on(TestCatalogue.DAY).offers("beta/dear"))
                .getFirst();
        assertThat(dear.price().promptPerMillion()).isEqualTo(1_500_000_000);
        assertThat(dear.terms().vat()).isEqualTo(Percent.of("22"));
    }

    @Test
    void sellsOnlyWhatAnAdapterThatIsThereCanServe() {
        // When
        var catalogue = TestCatalogue.read(TestCatalogue.YAML, Set.of("beta")).on(TestCatalogue.DAY);
        // Then
        assertThat(catalogue.models())
                .extracting(Model::id)
                .containsExactly("beta/dear", "both/shared", "beta/vectors");
        assertThat(catalogue.offers("both/shared"))
                .extracting(offer -> offer.candidate().adapter())
                .containsExactly("beta");
        assertThat(catalogue.offers("auto"))
                .extracting(offer -> offer.model().id())
                .containsExactly("beta/dear");
        assertThat(catalogue.offers("alpha/cheap")).isNull();
        assertThat(catalogue.offers("a:latest")).isNull();
    }

    @Test
    void refusesToSellNothing() {
        assertThatThrownBy(() -> TestCatalogue.read(TestCatalogue.YAML, Set.of()))
                .isInstanceOf(InvalidCatalogueException.class)
                .hasMessageContaining("none is served by the adapters []");
    }

    @Test
    void aPriceChangeLeavesWhatBeganBeforeIt() {
        // Given
        var file = TestCatalogue.read(TestCatalogue.YAML);
        var before = cheap(file, LocalDate.of(2026, 11, 30));
        // When
        var after = cheap(file, LocalDate.of(2026, 12, 1));
        // Then
        var usage = Usage.of(1_000_000, 0);
        assertThat(before.terms().charge(usage, new Money(Long.MAX_VALUE)).cost())
                .isEqualTo(new Money(100_000_000));
        assertThat(after.terms().charge(usage, new Money(Long.MAX_VALUE)).cost())
                .isEqualTo(new Money(1_000_000));
    }

    private static Offer cheap(CatalogueFile file, LocalDate day) {
        return Objects.requireNonNull(file.on(day).offers("alpha/cheap")).getFirst();
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "prompt: \"100\"|prompt: \"1e-9\"|models[0].prices[0]|prompt: '1e-9' has more than six decimals",
                "prompt: \"100\"|prompt: \"cheap\"|models[0].prices[0]|prompt: 'cheap' is not a decimal number",
                "prompt: \"100\"|prompt: \"-1\"|models[0].prices[0]|prompt: '-1' is negative",
                "\"200.5\"}|\"200.5\", markup: \"-5\"}|models[0].prices[0]|markup: '-5' is no percentage",
                "vat: \"22\"|vat: \"1.234\"||vat: '1.234' is no percentage",
                "vat: \"22\"|markup: \"0\"||Duplicate field 'markup'",
                "id: alpha/cheap|id: cheap|models[0]|id: 'cheap' is not of the form",
                "id: beta/dear|id: alpha/cheap||models: 'alpha/cheap' is there twice",
                "max_output_tokens: 100|max_output_tokens: 100000|models[0]|max_output_tokens: 100000 is more than",
                "endpoints: [chat, completions]|endpoints: []|models[0]|endpoints: must not be empty",
                "endpoints: [chat, completions]|endpoints: [speech]|models[0].endpoints|speech",
                "endpoints: [embeddings]|endpoints: [chat, embeddings]|models[4]|endpoints: a model of embeddings",
                "max_output_tokens: 0|max_output_tokens: 5|models[4]|endpoints: a model of embeddings",
                "max_output_tokens: 100|max_output_tokens: 0|models[0]|max_output_tokens: 0 must be at least 1",
                "context_length: 1000|context_length: 0|models[0]|context_length: 0 must be at least 1",
                "capabilities: {|capabilities: {colour: red, |models[0].capabilities.colour|Unrecognized field \"colour\"",
                "name: Cheap|name: ''|models[0]|name: '' must be a text",
                "provider: Alpha}|provider: Alpha, surface: V 2}|models[0].candidates[0]|surface: 'V 2' is not a word",
                "adapter: alpha|adapter: alfa||adapter 'alfa' is not among xrouter.router.adapters",
                "beta/dear, alpha/cheap|beta/dear, alpha/cheep||aliases.auto: there is no model 'alpha/cheep'",
                "auto:|alpha/cheap:||aliases.alpha/cheap: is a model's id",
                "description: A cheap model.|name: Again||Duplicate field 'name'",
                "context_length: 1000|context_length: many|models[0].context_length|many",
            })
    void refusesABadFileNamingKeyAndValue(String good, String bad, String place, String reason) {
        // Given
        var yaml = TestCatalogue.YAML.replaceFirst(java.util.regex.Pattern.quote(good), bad);
        // When
        var read = assertThatThrownBy(() -> TestCatalogue.read(yaml));
        // Then
        read.isInstanceOf(InvalidCatalogueException.class)
                .hasMessageContaining("catalogue.yaml")
                .hasMessageContaining(Objects.requireNonNullElse(place, ""))
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"context_length", "name", "capabilities", "supported_parameters"})
    void refusesAMissingKey(String key) {
        // Given
        var yaml = TestCatalogue.YAML.replaceFirst(" +%s: .*\n".formatted(key), "");
        // When
        var read = assertThatThrownBy(() -> TestCatalogue.read(yaml));
        // Then
        read.isInstanceOf(InvalidCatalogueException.class).hasMessageContaining(key);
    }

    @Test
    void readsTheApiThatServesAModel() {
        // Given
        var yaml = TestCatalogue.YAML.replaceFirst("provider: Alpha}", "provider: Alpha, surface: v2}");
        // When
        var models = TestCatalogue.read(yaml).models();
        // Then
        assertThat(models.get(0).candidates().getFirst().surface()).contains("v2");
        assertThat(models.get(1).candidates().getFirst().surface()).isEmpty();
    }

    @Test
    void sellsFromTheCatalogueThatComesWithTheRouter() throws IOException {
        // Given
        byte[] yaml;
        try (var in = Objects.requireNonNull(getClass().getResourceAsStream("/catalogue.yaml"))) {
            yaml = in.readAllBytes();
        }
        // When
        var adapters = Set.of("gigachat", "yandexgpt");
        var catalogue =
                CatalogueReader.read("built in", yaml, adapters, adapters).on(TestCatalogue.DAY);
        // Then
        assertThat(catalogue.offers("xrouter/auto"))
                .extracting(offer -> offer.model().id())
                .containsExactly("gigachat/GigaChat-2", "yandexgpt/yandexgpt-lite");
        assertThat(catalogue.offers("yandexgpt/yandexgpt:rc"))
                .extracting(offer -> offer.candidate().providerModel())
                .containsExactly("yandexgpt/rc");
        assertThat(catalogue.offers("yandexgpt/text-search-doc"))
                .singleElement()
                .satisfies(offer -> {
                    assertThat(offer.candidate().providerModel()).isEqualTo("text-search-doc/latest");
                    assertThat(offer.model().endpoints()).containsExactly(Endpoint.EMBEDDINGS);
                });
    }
}
