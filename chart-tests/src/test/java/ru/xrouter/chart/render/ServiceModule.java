package ru.xrouter.chart.render;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.properties.HasAnnotations;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a built service says of itself: the settings it reads, its ports, its paths. */
public final class ServiceModule {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MAPPING = "io.smallrye.config.ConfigMapping";
    private static final String PATH = "jakarta.ws.rs.Path";
    private static final String WITH_NAME = "io.smallrye.config.WithName";
    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{(xrouter\\.[a-z.-]+)");
    private static final String ANY = "*";
    private static final String ANY_PART = "[A-Z0-9]+";

    private final String name;
    private final JavaClasses classes;
    private final Properties settings = new Properties();
    private final Set<String> plainVariables;
    private final List<Pattern> variablePatterns;

    private ServiceModule(String name) {
        this.name = name;
        this.classes = new ClassFileImporter()
                .importPaths(
                        modules(name).map(each -> built(each, "target/classes")).toList());
        modules(name).forEach(each -> {
            load(Checkout.module(each).resolve("src/main/resources/META-INF/microprofile-config.properties"));
            load(Checkout.module(each).resolve("src/main/resources/application.properties"));
        });
        var variables = Stream.concat(ownVariables(), quarkusVariables()).toList();
        this.plainVariables =
                variables.stream().filter(each -> !each.contains(ANY_PART)).collect(Collectors.toSet());
        this.variablePatterns = variables.stream()
                .filter(each -> each.contains(ANY_PART))
                .map(Pattern::compile)
                .toList();
    }

    public static ServiceModule of(String name) {
        return new ServiceModule(name);
    }

    private static Stream<String> modules(String service) {
        return service.startsWith("provider-")
                ? Stream.of("common-service", "common-provider", service)
                : Stream.of("common-service", service);
    }

    private static Path built(String module, String path) {
        var built = Checkout.module(module).resolve(path);
        if (!Files.exists(built)) {
            throw new IllegalStateException(
                    "%s is not built; run ./xrouter build, or verify from the root.".formatted(module));
        }
        return built;
    }

    private void load(Path file) {
        if (Files.exists(file)) {
            try (var reader = Files.newBufferedReader(file)) {
                settings.load(reader);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A setting of the service's own files. */
    public String setting(String key) {
        return String.valueOf(settings.getProperty(key));
    }

    /** Whether the service reads this environment variable. */
    public boolean reads(String variable) {
        return plainVariables.contains(variable)
                || variablePatterns.stream()
                        .anyMatch(each -> each.matcher(variable).matches());
    }

    private Stream<String> ownVariables() {
        var names = new TreeSet<String>();
        for (var each : classes) {
            each.tryGetAnnotationOfType(MAPPING)
                    .ifPresent(mapping ->
                            collect(String.valueOf(mapping.get("prefix").orElseThrow()), each, names));
        }
        for (var value : settings.values()) {
            EXPRESSION
                    .matcher(String.valueOf(value))
                    .results()
                    .map(found -> found.group(1))
                    .forEach(names::add);
        }
        return names.stream().map(ServiceModule::variable);
    }

    private static void collect(String prefix, JavaClass mapping, Set<String> names) {
        for (var method : mapping.getMethods()) {
            var property = prefix + "." + propertyName(method);
            var nested = method.getRawReturnType();
            if (nested.getName().equals("java.util.Map")) {
                var value = method.getReturnType().getAllInvolvedRawTypes().stream()
                        .filter(type -> type.getName().startsWith("ru.xrouter"))
                        .findFirst();
                value.ifPresent(type -> collect(property + "." + ANY, type, names));
            } else if (nested.isInterface() && nested.getName().startsWith("ru.xrouter")) {
                collect(property, nested, names);
            } else {
                names.add(property);
            }
        }
    }

    private static String propertyName(JavaMethod method) {
        return method.tryGetAnnotationOfType(WITH_NAME)
                .map(annotation -> String.valueOf(annotation.get("value").orElseThrow()))
                .orElseGet(() -> method.getName()
                        .replaceAll("([a-z0-9])([A-Z])", "$1-$2")
                        .toLowerCase(Locale.ROOT));
    }

    private static String variable(String property) {
        return property.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9*]", "_").replace(ANY, ANY_PART);
    }

    /** Settings of the extensions in the service's application that are read at run time. */
    private Stream<String> quarkusVariables() {
        var names = new TreeSet<String>();
        try (var jars = Files.list(built(name, "target/quarkus-app/lib/main"))) {
            for (var jar : (Iterable<Path>) jars::iterator) {
                collectFrom(jar, names);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return names.stream();
    }

    private static void collectFrom(Path jar, Set<String> names) throws IOException {
        try (var file = new JarFile(jar.toFile())) {
            var entry = file.getEntry("META-INF/quarkus-config-doc/quarkus-config-model.json");
            if (entry != null) {
                collectItems(JSON.readTree(file.getInputStream(entry)), names);
            }
        }
    }

    private static void collectItems(JsonNode node, Set<String> names) {
        if (node.path("phase").asText().equals("RUN_TIME") && node.path("path").has("environmentVariable")) {
            // Quoted parts are names that an operator gives.
            names.add(variable(node.at("/path/property").asText().replaceAll("\"[^\"]+\"", "\"*\"")));
        }
        node.forEach(child -> collectItems(child, names));
    }

    /** First segments of the paths that it serves: its resources and its files. */
    public Set<String> paths() {
        var paths = new TreeSet<String>();
        for (var each : classes) {
            path(each)
                    .ifPresent(root -> Stream.concat(
                                    Stream.of(root),
                                    each.getMethods().stream()
                                            .flatMap(method -> path(method).stream())
                                            .map(path -> root + "/" + path))
                            .flatMap(path -> Stream.of(path.split("/", -1))
                                    .filter(part -> !part.isEmpty())
                                    .limit(1))
                            .forEach(first -> paths.add("/" + first)));
        }
        try (var files = Files.list(Checkout.module(name).resolve("src/main/resources/META-INF/resources"))) {
            files.forEach(file -> paths.add("/" + file.getFileName()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return paths;
    }

    private static Optional<String> path(HasAnnotations<?> annotated) {
        return annotated
                .tryGetAnnotationOfType(PATH)
                .map(path -> String.valueOf(path.get("value").orElseThrow()));
    }

    /** Whether its own code holds this text: a path of a dispatch of its own, a metric's name. */
    public boolean names(String text) {
        var wanted = text.getBytes(StandardCharsets.UTF_8);
        try (var files = Files.walk(built(name, "target/classes"))) {
            return files.filter(file -> file.toString().endsWith(".class")).anyMatch(file -> contains(file, wanted));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean contains(Path file, byte[] wanted) {
        try {
            // ISO 8859-1 keeps every byte, so that a constant of a class file is found in it as text.
            return Files.readString(file, StandardCharsets.ISO_8859_1)
                    .contains(new String(wanted, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
