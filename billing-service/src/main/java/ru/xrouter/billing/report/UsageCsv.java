package ru.xrouter.billing.report;

import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** A usage report as CSV (RFC 4180). Pure. */
final class UsageCsv {
    private static final String HEAD =
            "day,model,key_id,app,generations,prompt_tokens,completion_tokens,cached_tokens,reasoning_tokens,embedding_tokens,cost,vat,"
                    + "byok_generations,byok_prompt_tokens,byok_completion_tokens,byok_cost";
    private static final String LINE = "\r\n";

    private UsageCsv() {}

    static String of(List<UsageRow> rows) {
        var text = new StringBuilder(HEAD).append(LINE);
        for (var row : rows) {
            text.append(line(row)).append(LINE);
        }
        return text.toString();
    }

    private static String line(UsageRow row) {
        return new StringJoiner(",")
                .add(cell(row.day()))
                .add(cell(row.model()))
                .add(cell(row.keyId()))
                .add(cell(row.app()))
                .add(Long.toString(row.generations()))
                .add(Long.toString(row.promptTokens()))
                .add(Long.toString(row.completionTokens()))
                .add(Long.toString(row.cachedTokens()))
                .add(Long.toString(row.reasoningTokens()))
                .add(Long.toString(row.embeddingTokens()))
                .add(row.cost().toPlainString())
                .add(row.vat().toPlainString())
                .add(Long.toString(row.byokGenerations()))
                .add(Long.toString(row.byokPromptTokens()))
                .add(Long.toString(row.byokCompletionTokens()))
                .add(row.byokCost().toPlainString())
                .toString();
    }

    /** A text that a spreadsheet would take for a formula is disarmed. */
    private static String cell(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return "";
        }
        var safe = "=+-@\t\r".indexOf(text.charAt(0)) < 0 ? text : "'" + text;
        return safe.matches("[^,\"\r\n]*") ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }
}
