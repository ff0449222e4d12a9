package ru.xrouter.service.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL primary and a replica that it streams every commit to before it answers, as the cluster's does; both in the
 * address of the database.
 */
public final class PostgresPair implements QuarkusTestResourceLifecycleManager {
    /** Of the primary alone: its process, and the log, which the replica fetches by itself. */
    private static final Set<String> NOT_COPIED = Set.of("postmaster.pid", "postmaster.opts", "epg-lock");

    private @Nullable Servers servers;

    @Override
    public Map<String, String> start() {
        try {
            var folder = Files.createTempDirectory("postgres");
            var primaryData = folder.resolve("primary");
            var primary = server(primaryData)
                    .setServerConfig("wal_keep_size", "256MB")
                    .setServerConfig("synchronous_commit", "on")
                    .start();
            var replicaData = folder.resolve("replica");
            backUp(primary, primaryData, replicaData);
            Files.writeString(replicaData.resolve("standby.signal"), "");
            Files.writeString(
                    replicaData.resolve("postgresql.auto.conf"),
                    "primary_conninfo = 'host=localhost port=%d user=postgres application_name=replica'%n"
                            .formatted(primary.getPort()));
            var replica = server(replicaData).setCleanDataDirectory(false).start();
            sql(primary, "alter system set synchronous_standby_names = 'replica'");
            sql(primary, "select pg_reload_conf()");
            servers = new Servers(primary, replica, primaryData);
            return Map.of(
                    "xrouter.db.url",
                    "jdbc:postgresql://localhost:%d,localhost:%d/postgres?targetServerType=primary"
                            .formatted(primary.getPort(), replica.getPort()),
                    "xrouter.db.username",
                    "postgres",
                    "xrouter.db.password",
                    "postgres");
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static EmbeddedPostgres.Builder server(Path data) {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setServerConfig("wal_level", "replica")
                .setServerConfig("max_wal_senders", "4")
                .setServerConfig("max_connections", "50")
                .setServerConfig("fsync", "off");
    }

    /** A base backup while the primary runs, by PostgreSQL's own procedure for it. */
    private static void backUp(EmbeddedPostgres primary, Path from, Path to) throws SQLException, IOException {
        try (var connection = primary.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("select pg_backup_start('replica', true)");
            copy(from, to);
            try (var label = statement.executeQuery("select labelfile from pg_backup_stop(false)")) {
                label.next();
                Files.writeString(to.resolve("backup_label"), label.getString(1));
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                var copy = to.resolve(from.relativize(folder));
                Files.createDirectories(copy);
                Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwx------"));
                if (folder.endsWith("pg_wal")) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!NOT_COPIED.contains(file.getFileName().toString())) {
                    Files.copy(file, to.resolve(from.relativize(file)));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                // A running server may take a file away at any time; the log tells the replica.
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void sql(EmbeddedPostgres server, String sql) throws SQLException {
        try (var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(servers, new TestInjector.MatchesType(Servers.class));
    }

    @Override
    public void stop() {
        if (servers != null) {
            servers.stop();
        }
    }

    /** What a test may do to them. */
    public record Servers(EmbeddedPostgres primary, EmbeddedPostgres replica, Path primaryData) {
        /** The primary dies at once, with all its connections. */
        public void killPrimary() {
            try {
                var pid = Long.parseLong(Files.readAllLines(primaryData.resolve("postmaster.pid"))
                        .getFirst()
                        .strip());
                var postmaster = ProcessHandle.of(pid).orElseThrow();
                postmaster.destroyForcibly();
                postmaster.onExit().join();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** From now on it takes writes. */
        public void promoteReplica() {
            try {
                sql(replica, "select pg_promote(true)");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        private void stop() {
            for (var server : List.of(replica, primary)) {
                try {
                    server.close();
                } catch (IOException | RuntimeException _) {
                    // The primary was killed by the test.
                }
            }
        }
    }
}
