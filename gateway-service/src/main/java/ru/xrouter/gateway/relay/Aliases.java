package ru.xrouter.gateway.relay;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import ru.xrouter.gateway.GatewayConfig;
import ru.xrouter.gateway.call.ServiceAnswer;
import ru.xrouter.gateway.call.ServiceCalls;

/**
 * The catalogue's other names of models, asked of the router again and again, so that a limit of a model holds under
 * whatever name it is asked for. While the router is away the newest that are known go on.
 */
@Singleton
class Aliases {
    private static final Logger LOG = Logger.getLogger(Aliases.class);
    private static final String PATH = "/internal/aliases";
    private static final int OK = 200;
    private static final TypeReference<Map<String, List<String>>> TYPE = new TypeReference<>() {};

    private final Vertx vertx;
    private final ServiceCalls calls;
    private final GatewayConfig config;
    private final ObjectMapper json;
    private volatile Map<String, List<String>> known = Map.of();

    Aliases(Vertx vertx, ServiceCalls calls, GatewayConfig config, ObjectMapper json) {
        this.vertx = vertx;
        this.calls = calls;
        this.config = config;
        this.json = json;
    }

    void start(@Observes StartupEvent event) {
        vertx.getOrCreateContext().runOnContext(_ -> {
            ask();
            vertx.setPeriodic(config.aliasesEvery().toMillis(), _ -> ask());
        });
    }

    /** The names as they are, and what each stands for. */
    List<String> resolve(List<String> names) {
        var aliases = known;
        var all = new ArrayList<>(names);
        names.forEach(name -> all.addAll(aliases.getOrDefault(name, List.of())));
        return all;
    }

    private void ask() {
        calls.get(config.routerUrl(), PATH)
                .onSuccess(this::heard)
                .onFailure(failure -> LOG.debugf("The router does not tell its aliases: %s", failure.getMessage()));
    }

    private void heard(ServiceAnswer answer) {
        if (answer.status() != OK) {
            LOG.debugf("The router does not tell its aliases: status %d", answer.status());
            return;
        }
        try {
            known = json.readValue(answer.body().getBytes(), TYPE);
        } catch (IOException e) {
            LOG.warnf("The router tells its aliases in a way that cannot be read: %s", e.getMessage());
        }
    }
}
