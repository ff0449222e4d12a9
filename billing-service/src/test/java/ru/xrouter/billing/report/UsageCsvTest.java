package ru.xrouter.billing.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class UsageCsvTest {
    private static final BigDecimal NOTHING = roubles("0.000000");

    @Test
    void quotesWhatNeedsItAndDisarmsFormulas() {
        var rows = List.of(
                new UsageRow(
                        "2026-11-25",
                        "a,b",
                        "say \"hi\"",
                        "=HYPERLINK(1)",
                        3,
                        10,
                        5,
                        2,
                        1,
                        7,
                        roubles("1.500000"),
                        roubles("0.270492"),
                        1,
                        4,
                        2,
                        roubles("0.050000")),
                new UsageRow(null, null, null, null, 0, 0, 0, 0, 0, 0, NOTHING, NOTHING, 0, 0, 0, NOTHING));

        assertThat(UsageCsv.of(rows)).isEqualTo("""
                day,model,key_id,app,generations,prompt_tokens,completion_tokens,cached_tokens,reasoning_tokens,embedding_tokens,cost,vat,byok_generations,byok_prompt_tokens,byok_completion_tokens,byok_cost\r
                2026-11-25,"a,b","say ""hi""\",'=HYPERLINK(1),3,10,5,2,1,7,1.500000,0.270492,1,4,2,0.050000\r
                ,,,,0,0,0,0,0,0,0.000000,0.000000,0,0,0,0.000000\r
                """);
    }

    private static BigDecimal roubles(String text) {
        return new BigDecimal(text);
    }
}
