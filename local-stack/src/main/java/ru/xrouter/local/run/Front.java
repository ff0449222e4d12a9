package ru.xrouter.local.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import ru.xrouter.local.plan.Component;
import ru.xrouter.local.plan.LaunchPlan;
import ru.xrouter.local.plan.Part;
import ru.xrouter.local.state.PidFiles;

/**
 * What stands before replicas in a cluster, on the services' own ports: the Ingress before the gateways, configured like the chart's, and for the others
 * a Service, which spreads connections and does not look into them.
 */
final class Front {
    /** The names of its processes. */
    static final List<String> LABELS = List.of("ingress", "services");

    /** Endpoints are known everywhere a moment after they changed; a pod waits longer than that in its preStop. */
    private static final Duration PROPAGATION = Duration.ofMillis(500);

    private final LaunchPlan plan;
    private final Nginx ingress;
    private final Nginx services;
    private final Set<Part> away = new HashSet<>();

    Front(LaunchPlan plan, PidFiles pids) {
        this.plan = plan;
        this.ingress = new Nginx(plan, pids, LABELS.getFirst());
        this.services = new Nginx(plan, pids, LABELS.getLast());
    }

    void start() throws StartFailedException {
        try {
            for (var gateway : parts(Component.GATEWAY)) {
                Files.createDirectories(endpoint(gateway).getParent());
                Files.writeString(endpoint(gateway), "");
            }
        } catch (IOException e) {
            throw new StartFailedException("The front cannot be written.", List.of(e.toString()));
        }
        ingress.start(ingressText());
        services.start(servicesText());
    }

    /** New connections and requests no longer come to this part. */
    synchronized void leave(Part part) throws IOException, StartFailedException, InterruptedException {
        away.add(part);
        change(part);
    }

    synchronized void join(Part part) throws IOException, StartFailedException, InterruptedException {
        away.remove(part);
        change(part);
    }

    private void change(Part part) throws IOException, StartFailedException, InterruptedException {
        if (part.component() != Component.GATEWAY) {
            services.reload(servicesText());
        } else if (away.contains(part)) {
            Files.delete(endpoint(part));
        } else {
            Files.writeString(endpoint(part), "");
        }
        Thread.sleep(PROPAGATION);
    }

    void stop() {
        ingress.stop();
        services.stop();
    }

    /** A file that is there while the gateway is to be sent requests: nginx looks for each of them, and so needs no reload, which ends clients' connections. */
    private Path endpoint(Part gateway) {
        return ingress.folder().resolve("endpoints").resolve(gateway.label()).toAbsolutePath();
    }

    private String ingressText() {
        var gateways = parts(Component.GATEWAY);
        var chosen = gateways.stream()
                .map(gateway -> "      if (-f \"%s\") { set $gateways \"${gateways}-%d\"; }\n"
                        .formatted(endpoint(gateway), gateway.replica()))
                .collect(Collectors.joining());
        var upstreams = choices(gateways).stream()
                .map(some -> upstream(
                        some.stream().map(gateway -> "-" + gateway.replica()).collect(Collectors.joining("", "to", "")),
                        some,
                        "    keepalive 64;\n"))
                .collect(Collectors.joining());
        return """
                http {
                  access_log off;
                  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
                %s  server {
                    listen 127.0.0.1:%d;
                    location / {
                      set $gateways to;
                %s      proxy_pass http://$gateways;
                      proxy_http_version 1.1;
                      proxy_set_header Connection "";
                      proxy_set_header Host $http_host;
                      proxy_buffering off;
                      proxy_request_buffering off;
                      proxy_connect_timeout 5s;
                      proxy_read_timeout 900s;
                      proxy_send_timeout 900s;
                      client_max_body_size 24m;
                    }
                  }
                }
                """.formatted(upstreams, plan.ports().of(Component.GATEWAY), chosen);
    }

    /** Every choice of some of them, in their order. */
    private static List<List<Part>> choices(List<Part> parts) {
        var choices = new ArrayList<List<Part>>();
        for (var part : parts) {
            for (var smaller : List.copyOf(choices)) {
                var larger = new ArrayList<>(smaller);
                larger.add(part);
                choices.add(larger);
            }
            choices.add(List.of(part));
        }
        return choices;
    }

    private String servicesText() {
        var streams = plan.components().stream()
                .filter(component -> component.isService() && component != Component.GATEWAY)
                .map(this::service)
                .collect(Collectors.joining());
        return "stream {\n%s}\n".formatted(streams);
    }

    private String service(Component component) {
        var there =
                parts(component).stream().filter(part -> !away.contains(part)).toList();
        return upstream(component.label(), there, "")
                + """
                  server {
                    listen 127.0.0.1:%d;
                    proxy_pass %s;
                    proxy_connect_timeout 1s;
                    proxy_timeout 2h;
                  }
                """.formatted(plan.ports().of(component), component.label());
    }

    private List<Part> parts(Component component) {
        return plan.parts().stream()
                .filter(part -> part.component() == component)
                .toList();
    }

    private String upstream(String name, List<Part> parts, String more) {
        var servers = parts.stream()
                .map(part -> "    server 127.0.0.1:%d max_fails=0;\n"
                        .formatted(plan.ports().of(part)))
                .collect(Collectors.joining());
        return "  upstream %s {\n%s%s  }\n".formatted(name, servers, more);
    }
}
