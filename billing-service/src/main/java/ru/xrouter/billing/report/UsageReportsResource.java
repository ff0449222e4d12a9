package ru.xrouter.billing.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.InvalidParameterException;

/** What an account used, by day, model, key and app, as JSON or CSV: the answer of {@code GET /v1/usage}. */
@Path("/internal/accounts/{accountId}/usage")
class UsageReportsResource {
    private static final int MOST_ROWS = 10_000;

    private final UsageReportStore usage;

    UsageReportsResource(UsageReportStore usage) {
        this.usage = usage;
    }

    @GET
    @RunOnVirtualThread
    public Response usage(
            @RestPath String accountId,
            @RestQuery @Nullable String from,
            @RestQuery @Nullable String to,
            @RestQuery("group_by") @Nullable String groupBy,
            @RestQuery @Nullable String format) {
        var csv = csv(format);
        var query = UsageQuery.read(from, to, groupBy, Clock.systemUTC());
        var rows = usage.rows(accountId, query, MOST_ROWS + 1);
        if (rows.size() > MOST_ROWS) {
            throw new InvalidParameterException(
                    "group_by",
                    "invalid_value",
                    "The report has more than %d rows. Ask for fewer days or groups.".formatted(MOST_ROWS));
        }
        return csv
                ? Response.ok(UsageCsv.of(rows), "text/csv; charset=utf-8").build()
                : Response.ok(Report.of(query, rows), MediaType.APPLICATION_JSON_TYPE)
                        .build();
    }

    private static boolean csv(@Nullable String format) {
        return switch (format == null ? "json" : format) {
            case "json" -> false;
            case "csv" -> true;
            default -> throw new InvalidParameterException("format", "invalid_value", "'format' is json or csv.");
        };
    }

    /** The report; money is in roubles. */
    @RegisterForReflection
    record Report(
            @JsonProperty("object") String object,
            @JsonProperty("from") String from,
            @JsonProperty("to") String to,
            @JsonProperty("group_by") List<String> groupBy,
            @JsonProperty("currency") String currency,
            @JsonProperty("data") List<UsageRow> data) {
        static Report of(UsageQuery query, List<UsageRow> rows) {
            return new Report(
                    "list",
                    query.from().toString(),
                    query.to().toString(),
                    query.groups().stream()
                            .map(group -> group.name().toLowerCase(Locale.ROOT))
                            .toList(),
                    "RUB",
                    rows);
        }
    }
}
