package ru.xrouter.billing.statement;

import ru.xrouter.api.money.Money;

/** A statement for people (HTML) and for spreadsheets (CSV). Pure. */
final class StatementText {
    private static final String LINE = "\r\n";

    private StatementText() {}

    static String csv(Statement statement) {
        var text = new StringBuilder("section,name,count,prompt_tokens,completion_tokens,amount,vat").append(LINE);
        text.append("balance,opening,,,,")
                .append(plain(statement.opening()))
                .append(',')
                .append(LINE);
        for (var movement : statement.movements()) {
            text.append("movement,%s,%d,,,%s,".formatted(movement.kind(), movement.count(), plain(movement.amount())))
                    .append(LINE);
        }
        text.append("balance,closing,,,,")
                .append(plain(statement.closing()))
                .append(',')
                .append(LINE);
        for (var used : statement.usage()) {
            text.append("usage,\"%s\",%d,%d,%d,%s,%s"
                            .formatted(
                                    used.model().replace("\"", "\"\""),
                                    used.generations(),
                                    used.promptTokens(),
                                    used.completionTokens(),
                                    plain(used.cost()),
                                    plain(used.vat())))
                    .append(LINE);
        }
        return text.toString();
    }

    static String html(Statement statement) {
        var movements = new StringBuilder();
        for (var movement : statement.movements()) {
            movements.append("<tr><td>%s</td><td>%d</td><td>%s</td></tr>%n"
                    .formatted(movement.kind(), movement.count(), plain(movement.amount())));
        }
        var usage = new StringBuilder();
        for (var used : statement.usage()) {
            usage.append("<tr><td>%s</td><td>%d</td><td>%d</td><td>%d</td><td>%s</td><td>%s</td></tr>%n"
                    .formatted(
                            escaped(used.model()),
                            used.generations(),
                            used.promptTokens(),
                            used.completionTokens(),
                            plain(used.cost()),
                            plain(used.vat())));
        }
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head><meta charset="utf-8"><title>Statement %1$s</title></head>
                <body>
                <h1>Statement for %1$s</h1>
                <p>Account %2$s. Amounts in roubles, months and days in UTC.</p>
                <table>
                <caption>Balance</caption>
                <thead><tr><th>what</th><th>how often</th><th>amount</th></tr></thead>
                <tbody>
                <tr><td>opening balance</td><td></td><td>%3$s</td></tr>
                %4$s<tr><td>closing balance</td><td></td><td>%5$s</td></tr>
                </tbody>
                </table>
                <table>
                <caption>Usage</caption>
                <thead><tr><th>model</th><th>generations</th><th>prompt tokens</th><th>completion tokens</th><th>cost</th><th>VAT within</th></tr></thead>
                <tbody>
                %6$s</tbody>
                </table>
                </body>
                </html>
                """.formatted(
                        statement.month(),
                        escaped(statement.accountId()),
                        plain(statement.opening()),
                        movements,
                        plain(statement.closing()),
                        usage);
    }

    private static String plain(Money money) {
        return money.roubles().toPlainString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
