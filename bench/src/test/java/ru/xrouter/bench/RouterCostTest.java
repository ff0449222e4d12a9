package ru.xrouter.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RouterCostTest {
    @Test
    void tellsWhatAHoldAndAnEventCost() {
        assertThat(new RouterCost(60, 85.4, 150, 0.1, 0.2, 0.04, 1234, 0).text())
                .contains(
                        "| an answer | 150 |",
                        "| of it the hold | 15.0 |",
                        "| of it the event | 30.0 |",
                        "| of it Redis's replies to both | 6.0 |",
                        "| a refusal by the hold, less a refusal before it | 25 |",
                        "By 1234 samples. Failed: 0.");
    }
}
