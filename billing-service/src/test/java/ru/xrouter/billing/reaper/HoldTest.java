package ru.xrouter.billing.reaper;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.api.money.Money;
import ru.xrouter.api.usage.Outcome;

class HoldTest {
    @Test
    void readsAHoldWhoseModelHoldsAColon() {
        // When
        var hold = Hold.read("acct-1", "gen-1", "1500:1795000000000:key-1:1:sber/gigachat-2:max");
        // Then
        assertThat(hold)
                .contains(new Hold("acct-1", "gen-1", 1_795_000_000_000L, "key-1", true, "sber/gigachat-2:max"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1500", "1500:soon:key-1:model", "1500:1795000000000:key-1:gigachat"})
    void refusesWhatIsNoHold(String value) {
        assertThat(Hold.read("acct-1", "gen-1", value)).isEmpty();
    }

    @Test
    void endsAsLostAndForFree() {
        // Given
        var hold = new Hold("acct-1", "gen-1", 1_795_000_000_000L, "key-1", true, "sber/gigachat-2");
        // When
        var event = hold.lost();
        // Then
        assertThat(event.outcome()).isEqualTo(Outcome.LOST);
        assertThat(event.cost()).isEqualTo(Money.ZERO);
        assertThat(event.generationId()).isEqualTo("gen-1");
    }
}
