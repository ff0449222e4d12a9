package ru.xrouter.local.run;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import ru.xrouter.local.plan.Component;
import ru.xrouter.local.plan.Part;
import ru.xrouter.local.plan.Secrets;

/** PostgreSQL on a data folder that outlives it, with a role and a database for each service that keeps tables. */
final class PostgresServer implements Member {
    private static final Duration LONGEST_START = Duration.ofSeconds(60);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(10);
    private static final int LINES_SHOWN = 20;
    private static final String ACCESS = """
            host all           postgres       127.0.0.1/32 trust
            host all           postgres       ::1/128      trust
            host xrouter_auth    xrouter_auth    127.0.0.1/32 scram-sha-256
            host xrouter_billing xrouter_billing 127.0.0.1/32 scram-sha-256
            """;

    private final Path data;
    private final Path binaries;
    private final int port;
    private final Secrets secrets;
    private final LogFile log;
    private volatile @Nullable EmbeddedPostgres server;

    PostgresServer(Path data, Path binaries, int port, Secrets secrets, LogFile log) {
        this.data = data;
        this.binaries = binaries;
        this.port = port;
        this.secrets = secrets;
        this.log = log;
    }

    @Override
    public Part part() {
        return Part.only(Component.POSTGRES);
    }

    @Override
    public LogFile log() {
        return log;
    }

    @Override
    public void launch() throws IOException, StartFailedException {
        release();
        log.bound();
        try {
            Files.createDirectories(binaries);
            var started = start();
            server = started;
            new Databases(started, secrets).create();
        } catch (IOException | IllegalStateException | SQLException e) {
            throw new StartFailedException(
                    "postgres did not start: %s. If its data is of another version, ./xrouter up --reset starts anew. Last lines of %s:"
                            .formatted(e.getMessage(), log.path()),
                    log.tail(LINES_SHOWN));
        }
    }

    private EmbeddedPostgres start() throws IOException {
        var output = ProcessBuilder.Redirect.appendTo(log.path().toFile());
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setOverrideWorkingDirectory(binaries.toFile())
                .setDataDirectoryCustomizer(PostgresServer::writeAccess)
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("max_connections", "100")
                // The library turns these off for tests; a stack whose processes are killed must keep what it
                // committed.
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("fsync", "on")
                .setPGStartupWait(LONGEST_START)
                .setOutputRedirector(output)
                .setErrorRedirector(output)
                .start();
    }

    private static void writeAccess(File folder) {
        try {
            Files.writeString(folder.toPath().resolve("pg_hba.conf"), ACCESS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Launching has waited already. */
    @Override
    public void awaitReady() {}

    @Override
    public void stop() {
        release();
        process().ifPresent(left -> Termination.of(left, LONGEST_STOP));
    }

    private void release() {
        var running = server;
        server = null;
        if (running != null) {
            try {
                running.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public Optional<ProcessHandle> process() {
        return postmaster(data);
    }

    @Override
    public CompletableFuture<String> ended() {
        return process()
                .map(running -> running.onExit().thenApply(_ -> "its main process is gone"))
                .orElseGet(() -> CompletableFuture.completedFuture("its main process is gone"));
    }

    /** The server that runs on this data folder, whoever started it. */
    static Optional<ProcessHandle> postmaster(Path data) {
        try {
            var file = data.resolve("postmaster.pid");
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            var pid = Files.readAllLines(file).stream().findFirst().orElse("").strip();
            return pid.isEmpty() ? Optional.empty() : living(Long.parseLong(pid));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<ProcessHandle> living(long pid) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> process.info().command().orElse("").endsWith("postgres"));
    }
}
