package ru.xrouter.service.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Connections from one of our services to another: HTTP/2 without TLS, many streams on few connections. */
@ConfigMapping(prefix = "xrouter.service-client")
public interface ServiceClientConfig {
    /** Longest wait for a TCP connection. */
    @WithDefault("1s")
    Duration connectTimeout();

    /** Connections per event loop and destination. */
    @WithDefault("4")
    int connections();

    /** Streams on one connection; the other side must allow as many. */
    @WithDefault("1000")
    int streamsPerConnection();

    /** Calls that may wait for a stream, per event loop and destination; more are refused. */
    @WithDefault("1000")
    int waiting();

    /** Flow-control window of a connection in bytes: large, so that one slow stream does not stop the others. */
    @WithDefault("33554432")
    int connectionWindow();

    /** Flow-control window of a stream in bytes: the most that is buffered for a slow client. */
    @WithDefault("65536")
    int streamWindow();
}
