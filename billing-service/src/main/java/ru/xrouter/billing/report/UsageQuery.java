package ru.xrouter.billing.report;

import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.InvalidParameterException;

/**
 * What a usage report is asked for. Days are UTC's and both count.
 *
 * @param groups what the rows are told apart by; at least one
 */
record UsageQuery(LocalDate from, LocalDate to, Set<Group> groups) {
    private static final int LONGEST_DAYS = 366;
    private static final int USUAL_DAYS = 30;

    /** What rows can be told apart by. */
    enum Group {
        DAY,
        MODEL,
        KEY,
        APP
    }

    /** The last thirty days by day, unless told otherwise; refuses what it cannot read by its name. */
    static UsageQuery read(@Nullable String from, @Nullable String to, @Nullable String groupBy, Clock clock) {
        var end = to == null ? LocalDate.now(clock) : date("to", to);
        var start = from == null ? end.minusDays(USUAL_DAYS - 1L) : date("from", from);
        if (start.isAfter(end)) {
            throw invalid("from", "'from' must not be after 'to'.");
        }
        if (ChronoUnit.DAYS.between(start, end) >= LONGEST_DAYS) {
            throw invalid("from", "A report covers at most %d days.".formatted(LONGEST_DAYS));
        }
        return new UsageQuery(start, end, groups(groupBy == null ? "day" : groupBy));
    }

    boolean by(Group group) {
        return groups.contains(group);
    }

    private static LocalDate date(String name, String text) {
        try {
            var date = LocalDate.parse(text);
            if (date.getYear() >= 2000 && date.getYear() <= 9999) {
                return date;
            }
        } catch (DateTimeParseException _) {
            // As of one that is out of range.
        }
        throw invalid(name, "'%s' must be a day as 2026-11-25.".formatted(name));
    }

    private static Set<Group> groups(String text) {
        var groups = EnumSet.noneOf(Group.class);
        for (var name : text.split(",", -1)) {
            groups.add(
                    switch (name) {
                        case "day" -> Group.DAY;
                        case "model" -> Group.MODEL;
                        case "key" -> Group.KEY;
                        case "app" -> Group.APP;
                        default ->
                            throw invalid("group_by", "'group_by' takes day, model, key and app, with commas between.");
                    });
        }
        return groups;
    }

    private static InvalidParameterException invalid(String name, String message) {
        return new InvalidParameterException(name, "invalid_value", message);
    }
}
