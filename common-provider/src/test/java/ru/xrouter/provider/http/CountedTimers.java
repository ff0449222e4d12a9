package ru.xrouter.provider.http;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A Vert.x that knows which of the timers started through it still run. */
final class CountedTimers {
    private final Set<Object> running = ConcurrentHashMap.newKeySet();
    private final Vertx delegate;

    CountedTimers(Vertx delegate) {
        this.delegate = delegate;
    }

    Set<Object> running() {
        return running;
    }

    Vertx vertx() {
        return (Vertx) Proxy.newProxyInstance(
                Vertx.class.getClassLoader(), new Class<?>[] {Vertx.class}, (_, method, args) -> call(method, args));
    }

    private Object call(Method method, Object[] args) throws Throwable {
        switch (method.getName()) {
            case "setTimer" -> {
                @SuppressWarnings("unchecked") // The interface says so.
                var handler = (Handler<Long>) args[1];
                args[1] = (Handler<Long>) id -> {
                    running.remove(id);
                    handler.handle(id);
                };
            }
            case "cancelTimer" -> running.remove(args[0]);
            default -> {}
        }
        try {
            var result = method.invoke(delegate, args);
            if (method.getName().equals("setTimer") || method.getName().equals("setPeriodic")) {
                running.add(result);
            }
            return result;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
