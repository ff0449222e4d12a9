package ru.xrouter.billing.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ru.xrouter.service.testing.CuttableLink;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;

/** PostgreSQL and Redis, each behind a link that the test may cut. */
public final class CuttableLinks implements QuarkusTestResourceLifecycleManager {
    private final EmbeddedPostgresResource postgres = new EmbeddedPostgresResource();
    private final EmbeddedRedisResource redis = new EmbeddedRedisResource();
    private @Nullable Links links;

    @Override
    public Map<String, String> start() {
        var settings = new HashMap<>(postgres.start());
        settings.putAll(redis.start());
        var toPostgres = link(settings, "xrouter.db.url");
        var toRedis = link(settings, "xrouter.redis.url");
        links = new Links(toPostgres, toRedis);
        settings.put("xrouter.db.url", "jdbc:postgresql://localhost:%d/postgres".formatted(toPostgres.port()));
        settings.put("xrouter.redis.url", "redis://localhost:%d".formatted(toRedis.port()));
        return settings;
    }

    private static CuttableLink link(Map<String, String> settings, String url) {
        var server = URI.create(settings.getOrDefault(url, "").replaceFirst("^jdbc:", ""));
        return new CuttableLink(server.getHost(), server.getPort());
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(links, new TestInjector.MatchesType(Links.class));
    }

    @Override
    public void stop() {
        if (links != null) {
            links.close();
        }
        redis.stop();
        postgres.stop();
    }

    /** What a test may cut. */
    public record Links(CuttableLink postgres, CuttableLink redis) {
        void close() {
            try {
                postgres.close();
                redis.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
