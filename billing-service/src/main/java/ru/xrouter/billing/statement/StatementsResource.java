package ru.xrouter.billing.statement;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.InvalidParameterException;

/** An account's statement of a month, as HTML in English or Russian, or as CSV. */
@Path("/internal/accounts/{accountId}/statements/{month}")
class StatementsResource {
    private final StatementStore statements;

    StatementsResource(StatementStore statements) {
        this.statements = statements;
    }

    @GET
    @RunOnVirtualThread
    public Response statement(
            @RestPath String accountId,
            @RestPath String month,
            @RestQuery @Nullable String format,
            @RestQuery @Nullable String language) {
        var asked = month(month);
        var locale = locale(language);
        return switch (format == null ? "html" : format) {
            case "html" -> html(statements.statement(accountId, asked), locale);
            case "csv" ->
                Response.ok(StatementCsv.of(statements.statement(accountId, asked)), "text/csv; charset=utf-8")
                        .build();
            default -> throw new InvalidParameterException("format", "invalid_value", "'format' is html or csv.");
        };
    }

    private static Response html(Statement statement, Locale locale) {
        var page = Templates.statement(statement, locale.getLanguage()).setLocale(locale);
        return Response.ok(page.render(), "text/html; charset=utf-8").build();
    }

    private static Locale locale(@Nullable String language) {
        return switch (language == null ? "en" : language) {
            case "en" -> Locale.ENGLISH;
            case "ru" -> Locale.of("ru");
            default -> throw new InvalidParameterException("language", "invalid_value", "'language' is en or ru.");
        };
    }

    private static YearMonth month(String text) {
        try {
            var month = YearMonth.parse(text);
            if (month.getYear() >= 2000 && month.getYear() <= 9999) {
                return month;
            }
        } catch (DateTimeParseException _) {
            // As of one that is out of range.
        }
        throw new InvalidParameterException("month", "invalid_value", "The month must be written as 2026-11.");
    }

    @CheckedTemplate
    static class Templates {
        private Templates() {}

        static native TemplateInstance statement(Statement statement, String lang);
    }
}
