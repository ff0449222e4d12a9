package ru.xrouter.router.catalogue;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.ListedModel;
import ru.xrouter.router.config.RouterConfig;

/**
 * The catalogue of the moment. The start is refused when the file is not valid; later a file that is not valid is
 * logged and counted, and the one before stays. Prices change at midnight in Moscow.
 */
@Startup
@Singleton
public class Catalogues {
    private static final byte[] NOTHING = {};
    private static final Logger LOG = Logger.getLogger(Catalogues.class);
    private static final ZoneId MOSCOW = ZoneId.of("Europe/Moscow");
    private static final String BUILT_IN = "/catalogue.yaml";

    private final Vertx vertx;
    private final @Nullable Path file;
    private final Set<String> adapters;
    private final Set<String> enabled;
    private final Counter reloaded;
    private final Counter refused;
    private final long poll;

    private CatalogueFile content;
    private byte[] seen;
    private ProviderLists lists = ProviderLists.NONE;
    private volatile Shown shown;

    Catalogues(Vertx vertx, RouterConfig config, MeterRegistry metrics) {
        this.vertx = vertx;
        this.file = config.catalogue().orElse(null);
        this.adapters = Set.copyOf(config.adapters().keySet());
        this.enabled = RouterConfig.enabledAdapters(config).keySet();
        this.reloaded = reloads(metrics, "taken");
        this.refused = reloads(metrics, "refused");
        seen = file == null ? NOTHING : bytes(file);
        content = file == null ? builtIn() : read(file.toString(), seen);
        shown = show();
        poll = vertx.setPeriodic(config.cataloguePoll().toMillis(), _ -> vertx.executeBlocking(this::refresh));
    }

    private static Counter reloads(MeterRegistry metrics, String result) {
        return Counter.builder("xrouter_router_catalogue_reloads")
                .description("Changed catalogue files by whether they were taken.")
                .tag("result", result)
                .register(metrics);
    }

    /** What is on sale now. */
    public Catalogue current() {
        return shown.catalogue();
    }

    ModelsPage page() {
        return shown.page();
    }

    @PreDestroy
    void stop() {
        vertx.cancelTimer(poll);
    }

    private synchronized boolean refresh() {
        var changed = file != null && reread(file);
        if (changed || !shown.catalogue().day().equals(today())) {
            shown = show();
        }
        return changed;
    }

    private boolean reread(Path path) {
        try {
            // The whole content is compared: a mounted file may be replaced without a new time or size.
            var now = bytes(path);
            if (Arrays.equals(now, seen)) {
                return false;
            }
            seen = now;
            content = read(path.toString(), now);
            reloaded.increment();
            LOG.info("Took a changed catalogue");
            return true;
        } catch (InvalidCatalogueException | UncheckedIOException e) {
            refused.increment();
            LOG.errorf("Kept the catalogue: %s", e.getMessage());
            return false;
        }
    }

    /** Takes what an adapter's provider lists; true when it is news. */
    synchronized boolean listed(String adapter, List<ListedModel> models) {
        var now = lists.with(adapter, models);
        if (now.equals(lists)) {
            return false;
        }
        lists = now;
        shown = show();
        return true;
    }

    private Shown show() {
        var catalogue = content.on(today());
        return new Shown(catalogue, ModelsPage.of(catalogue, lists));
    }

    private CatalogueFile read(String source, byte[] yaml) {
        return CatalogueReader.read(source, yaml, adapters, enabled);
    }

    private static LocalDate today() {
        return LocalDate.now(MOSCOW);
    }

    private static byte[] bytes(Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (NoSuchFileException e) {
            throw new InvalidCatalogueException(path.toString(), "xrouter.router.catalogue", "there is no such file");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CatalogueFile builtIn() {
        try (var in = Catalogues.class.getResourceAsStream(BUILT_IN)) {
            if (in == null) {
                throw new IllegalStateException("The router comes without its catalogue.");
            }
            return read(BUILT_IN, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Shown(Catalogue catalogue, ModelsPage page) {}
}
