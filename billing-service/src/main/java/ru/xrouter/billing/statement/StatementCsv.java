package ru.xrouter.billing.statement;

import ru.xrouter.api.money.Money;

/** A statement for spreadsheets. Pure. */
final class StatementCsv {
    private static final String LINE = "\r\n";

    private StatementCsv() {}

    static String of(Statement statement) {
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

    private static String plain(Money money) {
        return money.roubles().toPlainString();
    }
}
