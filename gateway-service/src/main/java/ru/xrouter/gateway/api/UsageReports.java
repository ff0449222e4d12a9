package ru.xrouter.gateway.api;

import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.gateway.GatewayConfig;
import ru.xrouter.gateway.call.ServiceAnswer;
import ru.xrouter.gateway.call.ServiceCalls;
import ru.xrouter.gateway.exchange.Exchange;

/** {@code GET /v1/usage} and {@code GET /v1/statements/2026-11}: what the caller's account used and paid, as billing sums it up. */
@Singleton
public class UsageReports {
    private static final List<String> PARAMETERS = List.of("from", "to", "group_by", "format", "language");
    private static final Pattern MONTH = Pattern.compile("[0-9]{4}-[0-9]{2}");
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;

    private final ServiceCalls calls;
    private final Readings readings;
    private final URI billing;

    UsageReports(ServiceCalls calls, Readings readings, GatewayConfig config) {
        this.calls = calls;
        this.readings = readings;
        this.billing = config.billingUrl();
    }

    public void usage(Exchange exchange) {
        forward(exchange, "/usage" + query(exchange));
    }

    public void statement(Exchange exchange, String month) {
        if (MONTH.matcher(month).matches()) {
            forward(exchange, "/statements/" + month + query(exchange));
        } else {
            readings.withLimits(
                    exchange,
                    known -> known.fail(
                            ApiError.invalid("The month must be written as 2026-11.", "month", "invalid_value")));
        }
    }

    private void forward(Exchange exchange, String report) {
        var path = "/internal/accounts/" + encoded(exchange.caller().accountId()) + report;
        readings.withLimits(
                exchange,
                known -> calls.get(billing, path)
                        .onSuccess(answer -> answer(known, answer))
                        .onFailure(failure -> readings.unavailable(known, String.valueOf(failure.getMessage()))));
    }

    /** A report, or what is wrong with the question, is billing's to write. */
    private void answer(Exchange exchange, ServiceAnswer answer) {
        if (answer.status() == OK || answer.status() == BAD_REQUEST) {
            var type = answer.contentType();
            Buffer body = answer.body();
            exchange.send(answer.status(), type == null ? Readings.JSON : type, body);
        } else {
            readings.unavailable(exchange, "billing answered " + answer.status());
        }
    }

    private static String query(Exchange exchange) {
        var query = new StringBuilder();
        for (var name : PARAMETERS) {
            var value = exchange.request().getParam(name);
            if (value != null) {
                query.append(query.isEmpty() ? '?' : '&')
                        .append(name)
                        .append('=')
                        .append(encoded(value));
            }
        }
        return query.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
