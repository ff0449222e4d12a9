package ru.xrouter.bench.target;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Three nginx proxies in a row, each a process: what relaying bytes over three hops costs at the least. */
public final class NginxChain implements AutoCloseable {
    private static final int HOPS = 3;
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);

    private final Map<String, Process> processes;
    private final int port;

    private NginxChain(Map<String, Process> processes, int port) {
        this.processes = processes;
        this.port = port;
    }

    /** The nginx program, if it is installed. */
    public static Optional<Path> program() {
        return Stream.concat(
                        Stream.of(Optional.ofNullable(System.getenv("PATH"))
                                .orElse("")
                                .split(":", -1)),
                        Stream.of("/usr/sbin", "/usr/local/sbin"))
                .map(folder -> Path.of(folder, "nginx"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts the chain in front of a port; its files go into the folder. */
    public static NginxChain start(Path program, Path folder, int lastPort) throws IOException {
        Files.createDirectories(folder);
        var ports = freePorts();
        var processes = new LinkedHashMap<String, Process>();
        for (var hop = 0; hop < HOPS; hop++) {
            var next = hop + 1 < HOPS ? ports.get(hop + 1) : lastPort;
            var file = folder.resolve("nginx-%d.conf".formatted(hop + 1));
            Files.writeString(file, configuration(folder, hop + 1, ports.get(hop), next));
            processes.put("nginx " + (hop + 1), nginx(program, folder, file));
        }
        var chain = new NginxChain(processes, ports.getFirst());
        ports.forEach(chain::awaitListening);
        return chain;
    }

    private static String configuration(Path folder, int hop, int port, int next) {
        return """
                daemon off;
                master_process off;
                worker_rlimit_nofile 65536;
                pid %1$s/nginx-%2$d.pid;
                error_log %1$s/nginx-%2$d.log warn;
                events { worker_connections 20000; }
                http {
                  access_log off;
                  client_body_temp_path %1$s/body-%2$d;
                  proxy_temp_path %1$s/proxy-%2$d;
                  fastcgi_temp_path %1$s/fastcgi-%2$d;
                  uwsgi_temp_path %1$s/uwsgi-%2$d;
                  scgi_temp_path %1$s/scgi-%2$d;
                  keepalive_requests 100000000;
                  tcp_nodelay on;
                  client_body_buffer_size 128k;
                  upstream next { server 127.0.0.1:%4$d; keepalive 1024; keepalive_requests 100000000; }
                  server {
                    listen 127.0.0.1:%3$d backlog=4096;
                    location / {
                      proxy_pass http://next;
                      proxy_http_version 1.1;
                      proxy_set_header Connection "";
                      proxy_set_header Host $host;
                      proxy_buffering off;
                      proxy_read_timeout 300s;
                    }
                  }
                }
            """.formatted(folder, hop, port, next);
    }

    private static Process nginx(Path program, Path folder, Path file) throws IOException {
        return new ProcessBuilder(program.toString(), "-p", folder.toString(), "-c", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(file.getFileName() + ".out").toFile())
                .start();
    }

    private static List<Integer> freePorts() throws IOException {
        var sockets = new ArrayList<ServerSocket>();
        try {
            for (var hop = 0; hop < HOPS; hop++) {
                sockets.add(new ServerSocket(0));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
    }

    private void awaitListening(int listening) {
        var end = System.nanoTime() + PATIENCE;
        while (!listens(listening)) {
            if (System.nanoTime() > end) {
                close();
                throw new IllegalStateException("nginx does not listen on port " + listening);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private static boolean listens(int port) {
        try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /** The target behind the chain, reached through it. */
    public Target through(Target behind) {
        return new Target(
                "nginx × 3",
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                behind.path(),
                behind.token(),
                behind.model());
    }

    /** The chain's processes, the first hop first. */
    public Map<String, Long> pids() {
        var pids = new LinkedHashMap<String, Long>();
        processes.forEach((name, process) -> pids.put(name, process.pid()));
        return pids;
    }

    @Override
    public void close() {
        processes.values().forEach(Process::destroy);
    }
}
