package ru.xrouter.billing.statement;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.InvalidParameterException;

/** An account's statement of a month, as HTML or CSV. */
@Path("/internal/accounts/{accountId}/statements/{month}")
class StatementsResource {
    private final StatementStore statements;

    StatementsResource(StatementStore statements) {
        this.statements = statements;
    }

    @GET
    @RunOnVirtualThread
    public Response statement(@RestPath String accountId, @RestPath String month, @RestQuery @Nullable String format) {
        var statement = statements.statement(accountId, month(month));
        return switch (format == null ? "html" : format) {
            case "html" ->
                Response.ok(StatementText.html(statement), "text/html; charset=utf-8")
                        .build();
            case "csv" ->
                Response.ok(StatementText.csv(statement), "text/csv; charset=utf-8")
                        .build();
            default -> throw new InvalidParameterException("format", "invalid_value", "'format' is html or csv.");
        };
    }

    private static YearMonth month(String text) {
        try {
            return YearMonth.parse(text);
        } catch (DateTimeParseException _) {
            throw new InvalidParameterException("month", "invalid_value", "The month must be written as 2026-11.");
        }
    }
}
