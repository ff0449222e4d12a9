package ru.xrouter.service.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** A Lua script that is called by its hash, and sent whole once to a Redis that does not know it yet. */
public final class RedisScript {
    private final String source;
    private final String sha1;

    private RedisScript(String source) {
        this.source = source;
        this.sha1 = sha1(source);
    }

    /** Reads the script from a resource beside the given class. */
    public static RedisScript load(Class<?> beside, String name) {
        return new RedisScript(source(beside, name));
    }

    /** The same, of a script that takes tokens of limits or gives them back. */
    public static RedisScript loadWithTokenLimits(Class<?> beside, String name) {
        return new RedisScript(source(RedisScript.class, "token-limits.lua") + source(beside, name));
    }

    /** What Redis is sent. */
    public String source() {
        return source;
    }

    private static String source(Class<?> beside, String name) {
        try (var in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("No script %s beside %s.".formatted(name, beside.getName()));
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Future<Response> run(EventLoopRedis redis, List<String> keys, List<String> arguments) {
        return redis.send(call(Command.EVALSHA, sha1, keys, arguments)).recover(failure -> {
            var unknown = failure.getMessage() != null && failure.getMessage().startsWith("NOSCRIPT");
            return unknown ? redis.send(call(Command.EVAL, source, keys, arguments)) : Future.failedFuture(failure);
        });
    }

    private static Request call(Command command, String script, List<String> keys, List<String> arguments) {
        var request = Request.cmd(command).arg(script).arg(keys.size());
        keys.forEach(request::arg);
        arguments.forEach(request::arg);
        return request;
    }

    private static String sha1(String text) {
        try {
            // Redis names scripts by SHA-1; nothing here depends on its strength.
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-1.", e);
        }
    }
}
