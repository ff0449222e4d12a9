package ru.xrouter.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import ru.xrouter.chart.render.Chart;
import ru.xrouter.chart.render.Manifest;

/** Files that pods read: every volume is mounted, every mount has its volume, every file that a variable names lies in a mount. */
class FilesTest {
    private static final Pattern FILE = Pattern.compile("/(?:etc|var/lib)/xrouter/[^&]*");
    private static final List<String> STORES = List.of("redis", "database");

    @ParameterizedTest(name = "{0}")
    @MethodSource("ru.xrouter.chart.Variants#all")
    void areMounted(Variants.Variant variant) {
        for (var owner :
                variant.chart().render().stream().filter(Manifest::makesPods).toList()) {
            var volumes = Stream.concat(
                            names(owner.pod().path("volumes")),
                            Manifest.elements(owner.at("/spec/volumeClaimTemplates"))
                                    .map(claim -> claim.at("/metadata/name").asText()))
                    .toList();
            owner.containers().forEach(container -> {
                var mounts = container.path("volumeMounts");
                assertThat(names(mounts)).as(owner.id()).containsExactlyInAnyOrderElementsOf(volumes);
                var places = Manifest.elements(mounts)
                        .map(mount -> mount.path("mountPath").asText() + "/")
                        .toList();
                assertThat(files(container))
                        .as(owner.id())
                        .allMatch(file -> places.stream().anyMatch((file + "/")::startsWith));
            });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://db/auth, jdbc:postgresql://db/auth?sslmode=verify-full&sslrootcert=/etc/xrouter/database/root.pem",
        "jdbc:postgresql://db/auth?a=b, jdbc:postgresql://db/auth?a=b&sslmode=verify-full&sslrootcert=/etc/xrouter/database/root.pem"
    })
    void theServiceAndItsMigrationVerifyTheDatabase(String url, String verified) {
        var chart = Chart.complete().and("""
                auth: {database: {url: "%s", caCertificate: {existingConfigMap: roots, key: root.pem}}}
                """.formatted(url));
        assertThat(chart.render().stream()
                        .filter(each -> Set.of("auth", "auth-migration").contains(each.component()))
                        .flatMap(Manifest::containers)
                        .map(container -> variable(container, "XROUTER_DB_URL")))
                .containsExactly(verified, verified);
    }

    @Test
    void ofASecretWithAnAuthorityOnlyTheCertificateIsMounted() {
        var authorities = Chart.production().and("""
                redis: {hosts: ["rediss://redis:6379"], caCertificate: {existingSecret: redis-ca}}
                """).render().stream()
                .filter(Manifest::makesPods)
                .flatMap(owner -> Manifest.elements(owner.pod().path("volumes")))
                .filter(volume -> STORES.contains(volume.path("name").asText().replace("-ca", "")))
                .collect(Collectors.toSet());
        assertThat(authorities).hasSize(2).allSatisfy(volume -> {
            assertThat(volume.at("/secret/items")).hasSize(1);
            assertThat(volume.at("/secret/items/0/key").asText()).isEqualTo("ca.crt");
        });
    }

    private static Stream<String> names(JsonNode elements) {
        return Manifest.elements(elements).map(each -> each.path("name").asText());
    }

    private static List<String> files(JsonNode container) {
        return Manifest.elements(container.path("env"))
                .flatMap(each -> FILE.matcher(each.path("value").asText()).results())
                .map(found -> found.group())
                .toList();
    }

    private static String variable(JsonNode container, String name) {
        return Manifest.elements(container.path("env"))
                .filter(each -> each.path("name").asText().equals(name))
                .map(each -> each.path("value").asText())
                .findFirst()
                .orElseThrow();
    }
}
