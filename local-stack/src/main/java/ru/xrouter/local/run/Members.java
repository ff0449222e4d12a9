package ru.xrouter.local.run;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;
import ru.xrouter.local.plan.Component;
import ru.xrouter.local.plan.Launch;
import ru.xrouter.local.plan.LaunchPlan;
import ru.xrouter.local.plan.Part;
import ru.xrouter.local.plan.PrometheusSettings;

/** Makes the parts of a stack from its plan. */
final class Members {
    private static final Path RULES = Path.of("helm", "xrouter", "rules");
    private static final Duration LONGEST_STOP = Duration.ofSeconds(12);
    /** Replicas let what runs come to its end. */
    private static final Duration LONGEST_STOP_OF_A_REPLICA = Duration.ofSeconds(75);

    private final LaunchPlan plan;
    private final Path binaries;
    private volatile @Nullable Path redisServer;

    /** The binaries of PostgreSQL are unpacked once per checkout. */
    Members(LaunchPlan plan) {
        this.plan = plan;
        this.binaries = plan.checkout().resolve(".xrouter/bin");
    }

    /**
     * Unpacks Redis. To be called before anything is started: a program cannot be run while a process that is just being
     * forked has inherited the open file it was written through.
     */
    void unpack() throws StartFailedException {
        try {
            // A program that runs cannot be overwritten, so each state directory has its own.
            var folder = Files.createDirectories(plan.state().directory("bin"));
            redisServer = ExecutableProvider.newJarResourceProvider(folder.toFile())
                    .get()
                    .toPath();
        } catch (IOException e) {
            throw new StartFailedException("Redis cannot be unpacked.", List.of(e.toString()));
        }
    }

    List<Member> all() {
        return plan.parts().stream().map(this::member).toList();
    }

    private Member member(Part part) {
        var component = part.component();
        var log = new LogFile(plan.state().log(part.label()));
        return switch (component) {
            case POSTGRES ->
                new PostgresServer(
                        plan.state().directory("postgres"),
                        binaries,
                        plan.ports().of(component),
                        plan.secrets(),
                        log);
            case REDIS ->
                new LaunchedProcess(
                        part, this::redis, Readiness.redis(plan.ports().of(component)), log, LONGEST_STOP);
            case PROMETHEUS ->
                new LaunchedProcess(
                        part,
                        this::prometheus,
                        Readiness.http(plan.ports().url(component).resolve("/-/ready")),
                        log,
                        LONGEST_STOP);
            case SIMULATOR ->
                new LaunchedProcess(part, () -> built(part), Readiness.http(health(component)), log, LONGEST_STOP);
            case AUTH, BILLING, GIGACHAT, YANDEXGPT, ROUTER, GATEWAY ->
                new LaunchedProcess(
                        part,
                        () -> built(part),
                        Readiness.http(plan.ports().readiness(part)),
                        log,
                        part.isReplica() ? LONGEST_STOP_OF_A_REPLICA : LONGEST_STOP);
        };
    }

    private URI health(Component component) {
        return plan.ports().url(component).resolve("/_sim/health");
    }

    private Launch built(Part part) throws StartFailedException {
        var component = part.component();
        if (!Files.exists(plan.jar(component))) {
            throw new StartFailedException(
                    "%s is not built: %s is missing. Run ./xrouter build"
                            .formatted(component.label(), plan.jar(component)),
                    List.of());
        }
        return plan.launch(part);
    }

    private Launch prometheus() throws IOException, StartFailedException {
        var data = Files.createDirectories(plan.state().directory("prometheus"));
        var settings = data.resolve("prometheus.yaml");
        Files.writeString(
                settings,
                new PrometheusSettings(
                                plan.ports(), plan.parts(), plan.checkout().resolve(RULES))
                        .yaml());
        return new Launch(
                List.of(
                        executable("prometheus"),
                        "--config.file=" + settings,
                        "--storage.tsdb.path=" + data.resolve("data"),
                        "--storage.tsdb.retention.time=1d",
                        "--web.listen-address=127.0.0.1:" + plan.ports().of(Component.PROMETHEUS),
                        "--enable-feature=exemplar-storage",
                        "--log.level=warn"),
                Map.of("PATH", "/usr/bin:/bin"));
    }

    private String executable(String name) throws StartFailedException {
        return Stream.of(plan.environment().getOrDefault("PATH", "").split(":"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new StartFailedException(
                        "--monitoring needs Prometheus, and there is no '%s' in PATH.".formatted(name),
                        List.of("On Debian and Ubuntu: apt-get install prometheus")))
                .toString();
    }

    private Launch redis() {
        return new Launch(
                List.of(
                        requireNonNull(redisServer, "unpacked").toString(),
                        "--port",
                        Integer.toString(plan.ports().of(Component.REDIS)),
                        "--bind",
                        "127.0.0.1",
                        "--dir",
                        plan.state().directory("redis").toString(),
                        "--appendonly",
                        "yes",
                        "--appendfsync",
                        "everysec",
                        "--save",
                        ""),
                Map.of("PATH", "/usr/bin:/bin"));
    }
}
