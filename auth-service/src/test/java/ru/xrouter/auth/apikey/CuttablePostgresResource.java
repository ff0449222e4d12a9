package ru.xrouter.auth.apikey;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ru.xrouter.service.testing.CuttableLink;

/** A PostgreSQL behind a link that the test may cut. */
public final class CuttablePostgresResource implements QuarkusTestResourceLifecycleManager {
    private @Nullable EmbeddedPostgres postgres;
    private @Nullable CuttableLink link;

    @Override
    public Map<String, String> start() {
        try {
            var started =
                    EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
            var cuttable = new CuttableLink("localhost", started.getPort());
            postgres = started;
            link = cuttable;
            return Map.of(
                    "xrouter.db.url", "jdbc:postgresql://localhost:%d/postgres".formatted(cuttable.port()),
                    "xrouter.db.username", "postgres",
                    "xrouter.db.password", "postgres");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(link, new TestInjector.MatchesType(CuttableLink.class));
    }

    @Override
    public void stop() {
        try {
            if (link != null) {
                link.close();
            }
            if (postgres != null) {
                postgres.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
