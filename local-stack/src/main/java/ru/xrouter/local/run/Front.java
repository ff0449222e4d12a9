package ru.xrouter.local.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import ru.xrouter.local.plan.Component;
import ru.xrouter.local.plan.LaunchPlan;
import ru.xrouter.local.plan.Part;
import ru.xrouter.local.state.PidFiles;

/**
 * What stands before replicas in a cluster, as one nginx on the services' own ports: the Ingress before the gateways, configured like the chart's, and for
 * the others a Service, which spreads connections and does not look into them.
 */
final class Front {
    static final String LABEL = "front";

    private static final List<Path> PROGRAMS = List.of(
            Path.of("/usr/sbin/nginx"),
            Path.of("/usr/local/sbin/nginx"),
            Path.of("/usr/bin/nginx"),
            Path.of("/opt/homebrew/bin/nginx"));
    private static final List<Path> MODULES = List.of(
            Path.of("/usr/lib/nginx/modules/ngx_stream_module.so"),
            Path.of("/usr/lib64/nginx/modules/ngx_stream_module.so"));
    private static final String MISSING =
            "Replicas need nginx with its stream module; on Debian: apt-get install nginx-light libnginx-mod-stream";
    /** Endpoints are known everywhere a moment after they changed; a pod waits longer than that in its preStop. */
    private static final Duration PROPAGATION = Duration.ofMillis(500);

    private static final Duration LONGEST_STOP = Duration.ofSeconds(5);

    private final LaunchPlan plan;
    private final PidFiles pids;
    private final Path folder;
    private final Set<Part> away = new HashSet<>();
    private @Nullable Process nginx;

    Front(LaunchPlan plan, PidFiles pids) {
        this.plan = plan;
        this.pids = pids;
        this.folder = plan.state().directory(LABEL);
    }

    void start() throws StartFailedException {
        try {
            Files.createDirectories(folder.resolve("logs"));
            Files.writeString(configuration(), text());
            var process = new ProcessBuilder(command())
                    .redirectErrorStream(true)
                    .redirectOutput(plan.state().log(LABEL).toFile())
                    .start();
            nginx = process;
            pids.write(LABEL, process.toHandle());
        } catch (IOException e) {
            throw new StartFailedException(MISSING, List.of(String.valueOf(e.getMessage())));
        }
    }

    private List<String> command() throws StartFailedException {
        var program = PROGRAMS.stream().filter(Files::isExecutable).findFirst();
        if (program.isEmpty()) {
            throw new StartFailedException(MISSING, List.of());
        }
        return List.of(
                program.get().toString(),
                "-p",
                folder.toString(),
                "-c",
                configuration().toString());
    }

    private Path configuration() {
        return folder.resolve("nginx.conf");
    }

    /** New connections and requests no longer come to this part. */
    synchronized void leave(Part part) throws IOException, StartFailedException, InterruptedException {
        away.add(part);
        reload();
    }

    synchronized void join(Part part) throws IOException, StartFailedException, InterruptedException {
        away.remove(part);
        reload();
    }

    private void reload() throws IOException, StartFailedException, InterruptedException {
        Files.writeString(configuration(), text());
        var command =
                Stream.concat(command().stream(), Stream.of("-s", "reload")).toList();
        var reloaded = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(plan.state().log(LABEL).toFile()))
                .start()
                .waitFor();
        if (reloaded != 0) {
            throw new StartFailedException("The front did not take its new configuration.", List.of());
        }
        Thread.sleep(PROPAGATION);
    }

    void stop() {
        var running = nginx;
        if (running != null) {
            Termination.of(running.toHandle(), LONGEST_STOP);
            try {
                pids.remove(LABEL);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private String text() {
        var streams = plan.components().stream()
                .filter(component -> component.isService() && component != Component.GATEWAY)
                .map(this::service)
                .collect(Collectors.joining());
        return """
                %s
                daemon off;
                worker_processes 1;
                pid nginx.pid;
                error_log logs/error.log;
                events { worker_connections 8192; }
                http {
                  access_log off;
                  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
                %s  server {
                    listen 127.0.0.1:%d;
                    location / {
                      proxy_pass http://%s;
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
                stream {
                %s}
                """.formatted(
                        modules(),
                        upstream(Component.GATEWAY, "    keepalive 64;\n"),
                        plan.ports().of(Component.GATEWAY),
                        Component.GATEWAY.label(),
                        streams);
    }

    private static String modules() {
        return MODULES.stream()
                .filter(Files::exists)
                .map("load_module %s;"::formatted)
                .findFirst()
                .orElse("");
    }

    private String service(Component component) {
        return upstream(component, "") + """
                  server {
                    listen 127.0.0.1:%d;
                    proxy_pass %s;
                    proxy_connect_timeout 1s;
                    proxy_timeout 2h;
                  }
                """.formatted(plan.ports().of(component), component.label());
    }

    private String upstream(Component component, String more) {
        var servers = plan.parts().stream()
                .filter(part -> part.component() == component && !away.contains(part))
                .map(part -> "    server 127.0.0.1:%d max_fails=0;\n"
                        .formatted(plan.ports().of(part)))
                .collect(Collectors.joining());
        return "  upstream %s {\n%s%s  }\n".formatted(component.label(), servers, more);
    }
}
