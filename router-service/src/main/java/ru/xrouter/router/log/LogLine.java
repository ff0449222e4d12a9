package ru.xrouter.router.log;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/** One log line with its keys: constant message, no prompt, no answer, no secret. */
public final class LogLine {
    private final Map<String, Object> keys = new LinkedHashMap<>();

    private LogLine() {}

    public static LogLine of(String requestId, String accountId) {
        return new LogLine().with("requestId", requestId).with("accountId", accountId);
    }

    public LogLine with(String key, Object value) {
        keys.put(key, value);
        return this;
    }

    public void warn(Logger log, String message) {
        write(log, Logger.Level.WARN, message);
    }

    public void info(Logger log, String message) {
        write(log, Logger.Level.INFO, message);
    }

    private void write(Logger log, Logger.Level level, String message) {
        keys.forEach(MDC::put);
        try {
            log.log(level, message);
        } finally {
            keys.keySet().forEach(MDC::remove);
        }
    }
}
