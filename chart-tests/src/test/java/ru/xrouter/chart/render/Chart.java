package ru.xrouter.chart.render;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** The chart under one set of values: a file, and YAML laid over it. */
public record Chart(JsonNode values) {
    private static final String RELEASE = "xrouter";
    private static final String NAMESPACE = "xrouter";
    private static final String KUBERNETES = "1.32.0";
    private static final String NOTES = "\nNOTES:\n";
    private static final String HOOK = "helm.sh/hook";
    private static final String HIDDEN_HOOK = "hidden.helm.sh/hook";
    /** The library's template command leaves hooks out, so they are rendered under another name. */
    private static final Path HOOKS_SHOWN = hooksShown();

    /** The values of a file of the chart; {@code values.yaml} for the bare defaults. */
    public static Chart with(String file) {
        return new Chart(read(Checkout.CHART.resolve(file)));
    }

    /** values-production.yaml with the images' digests, which only who has built them knows. */
    public static Chart production() {
        var chart = with("values-production.yaml");
        for (var image : List.of("gateway", "auth", "router", "billing", "gigachat", "yandexgpt", "test")) {
            chart = chart.and("%s: {image: {digest: 'sha256:%s'}}".formatted(image, "0123456789abcdef".repeat(4)));
        }
        return chart;
    }

    /** Enough to be installed: all the defaults and the secrets that have none. */
    public static Chart complete() {
        return new Chart(Manifest.YAML.createObjectNode()).and("""
                serviceToken: {existingSecret: token}
                auth:
                  pepper: {existingSecret: pepper}
                  database: {url: "jdbc:postgresql://db:5432/auth", password: {existingSecret: auth}}
                billing:
                  database: {url: "jdbc:postgresql://db:5432/billing", password: {existingSecret: billing}}
                gigachat: {credentials: {existingSecret: giga}}
                yandexgpt: {folderId: b1g, apiKey: {existingSecret: yandex}}
                """);
    }

    public Chart and(String yaml) {
        try {
            return new Chart(merged(values.deepCopy(), Manifest.YAML.readTree(yaml)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything rendered, hooks too; fails with Helm's message. */
    public List<Manifest> render() {
        return Manifest.parse(template());
    }

    private String template() {
        return withValuesFile(file -> new Helm(HOOKS_SHOWN)
                .template()
                .withName(RELEASE)
                .withNamespace(NAMESPACE)
                .withKubeVersion(KUBERNETES)
                .withValuesFile(file)
                .call()
                .replace(HIDDEN_HOOK, HOOK));
    }

    /** What Helm says to whoever has installed it. */
    public String notes() {
        var said = withValuesFile(file -> new Helm(Checkout.CHART)
                .install()
                .clientOnly()
                .dryRun()
                .withName(RELEASE)
                .withNamespace(NAMESPACE)
                .withKubeVersion(KUBERNETES)
                .withValuesFile(file)
                .call()
                .getOutput());
        return said.substring(said.indexOf(NOTES) + NOTES.length());
    }

    private String withValuesFile(Function<Path, String> helm) {
        try {
            var file = Files.createTempFile("values", ".yaml");
            try {
                Files.writeString(file, Manifest.YAML.writeValueAsString(values));
                return helm.apply(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code helm lint --strict} with these values as the chart's own. */
    public LintResult lint(Path scratch) {
        try {
            copy(Checkout.CHART, scratch, false);
            var all = merged(read(Checkout.CHART.resolve("values.yaml")).deepCopy(), values);
            Files.writeString(scratch.resolve("values.yaml"), Manifest.YAML.writeValueAsString(all));
            return new Helm(scratch).lint().strict().call();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path hooksShown() {
        try {
            var copy = Files.createTempDirectory("chart").resolve("xrouter");
            copy(Checkout.CHART, copy, true);
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to, boolean showHooks) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : (Iterable<Path>) files::iterator) {
                var target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else if (showHooks && file.toString().endsWith("l")) {
                    Files.writeString(target, Files.readString(file).replace(HOOK, HIDDEN_HOOK));
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    private static JsonNode read(Path file) {
        try {
            return Manifest.YAML.readTree(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode merged(JsonNode under, JsonNode over) {
        if (under instanceof ObjectNode object && over.isObject()) {
            over.properties()
                    .forEach(entry -> object.set(
                            entry.getKey(),
                            object.has(entry.getKey())
                                    ? merged(object.get(entry.getKey()), entry.getValue())
                                    : entry.getValue()));
            return object;
        }
        return over;
    }
}
