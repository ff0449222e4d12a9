package ru.xrouter.billing.usage;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.redis.datasource.stream.StreamCommands;
import io.quarkus.redis.datasource.stream.StreamMessage;
import io.quarkus.redis.datasource.stream.StreamRange;
import io.quarkus.redis.datasource.stream.XGroupCreateArgs;
import io.quarkus.redis.datasource.stream.XReadGroupArgs;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.redis.RedisNames;

/** The stream of usage events in Redis, as billing's consumer group sees it. */
@ApplicationScoped
public class UsageStream {
    /** The oldest parked entries go when there are more. */
    private static final int PARKED_AT_MOST = 100_000;

    private static final String FROM_THE_BEGINNING = "0";

    private static final String DONE = """
            redis.call('XACK', KEYS[1], ARGV[1], unpack(ARGV, 2))
            return redis.call('XDEL', KEYS[1], unpack(ARGV, 2))
            """;

    private static final String PARK = """
            redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[5], '*', 'event', ARGV[3], 'reason', ARGV[4], 'entry', ARGV[2])
            redis.call('XACK', KEYS[1], ARGV[1], ARGV[2])
            return redis.call('XDEL', KEYS[1], ARGV[2])
            """;

    /** Deleting a consumer deletes what it holds, so only one that holds nothing may go. */
    private static final String LEAVE = """
            for _, consumer in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])) do
                local fields = {}
                for i = 1, #consumer, 2 do fields[consumer[i]] = consumer[i + 1] end
                if fields.pending == 0 and (fields.name == ARGV[2] or fields.idle > tonumber(ARGV[3])) then
                    redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], fields.name)
                end
            end
            return 1
            """;

    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

    private final RedisDataSource redis;
    private final StreamCommands<String, String, String> stream;

    UsageStream(RedisDataSource redis) {
        this.redis = redis;
        this.stream = redis.stream(String.class, String.class, String.class);
    }

    /** Makes stream and group; entries that are there already count as unread. */
    void createGroup() {
        try {
            stream.xgroupCreate(
                    RedisNames.USAGE_STREAM,
                    RedisNames.BILLING_GROUP,
                    FROM_THE_BEGINNING,
                    new XGroupCreateArgs().mkstream());
        } catch (RuntimeException e) {
            if (!said(e, "BUSYGROUP")) {
                throw e;
            }
        }
    }

    /** Whether the failure means that the group is gone, as after a flush. */
    static boolean groupIsGone(Throwable failure) {
        return said(failure, "NOGROUP") || said(failure, "UNBLOCKED");
    }

    private static boolean said(Throwable failure, String code) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).contains(code)) {
                return true;
            }
        }
        return false;
    }

    /** Entries that no consumer has read; waits for the first. */
    List<Entry> read(String consumer, int atMost, Duration wait) {
        return entries(stream.xreadgroup(
                RedisNames.BILLING_GROUP,
                consumer,
                RedisNames.USAGE_STREAM,
                ">",
                new XReadGroupArgs().count(atMost).block(wait)));
    }

    /** Entries that a consumer read long ago and never finished, from a place in the stream on. */
    Claim claim(String consumer, int atMost, Duration idle, String from) {
        var claimed =
                stream.xautoclaim(RedisNames.USAGE_STREAM, RedisNames.BILLING_GROUP, consumer, idle, from, atMost);
        return new Claim(claimed.getId(), entries(claimed.getMessages()));
    }

    /** Finishes entries: they are never read again. */
    void done(List<Entry> entries) {
        var arguments = new ArrayList<>(List.of(DONE, "1", RedisNames.USAGE_STREAM, RedisNames.BILLING_GROUP));
        entries.forEach(entry -> arguments.add(entry.id()));
        redis.execute("EVAL", arguments.toArray(String[]::new));
    }

    /** Finishes an entry and keeps it aside for people. */
    void park(Entry entry, String reason) {
        redis.execute(
                "EVAL",
                PARK,
                "2",
                RedisNames.USAGE_STREAM,
                RedisNames.USAGE_PARKED,
                RedisNames.BILLING_GROUP,
                entry.id(),
                entry.event() == null ? "" : entry.event(),
                reason,
                Integer.toString(PARKED_AT_MOST));
    }

    /** Takes a consumer that stops, and those long gone, out of the group, unless they hold unfinished entries. */
    void leave(String consumer) {
        redis.execute(
                "EVAL",
                LEAVE,
                "1",
                RedisNames.USAGE_STREAM,
                RedisNames.BILLING_GROUP,
                consumer,
                Long.toString(FORGOTTEN_AFTER.toMillis()));
    }

    /** Entries that are not finished, read or not. */
    long backlog() {
        return stream.xlen(RedisNames.USAGE_STREAM);
    }

    /** Entries that are read and not finished. */
    long pending() {
        return stream.xpending(RedisNames.USAGE_STREAM, RedisNames.BILLING_GROUP)
                .getPendingCount();
    }

    /** When the oldest entry that is not finished was added, in Unix milliseconds. */
    public OptionalLong oldestMillis() {
        return stream.xrange(RedisNames.USAGE_STREAM, StreamRange.of("-", "+"), 1).stream()
                .mapToLong(message ->
                        Long.parseLong(message.id().substring(0, message.id().indexOf('-'))))
                .findFirst();
    }

    private static List<Entry> entries(List<StreamMessage<String, String, String>> messages) {
        return messages.stream()
                .map(message -> new Entry(message.id(), message.payload().get(RedisNames.EVENT_FIELD)))
                .toList();
    }

    /** One entry of the stream. */
    record Entry(String id, @Nullable String event) {}

    /**
     * Some of the entries that were claimed.
     *
     * @param next where to go on; {@value #END} when there are no more
     */
    record Claim(String next, List<Entry> entries) {
        static final String END = "0-0";
    }
}
