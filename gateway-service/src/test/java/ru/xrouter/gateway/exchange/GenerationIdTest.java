package ru.xrouter.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import org.junit.jupiter.api.Test;

class GenerationIdTest {
    @Test
    void makesDistinctWellFormedIds() {
        // Given
        var ids = new HashSet<String>();
        // When
        for (int i = 0; i < 10_000; i++) {
            ids.add(GenerationId.next());
        }
        // Then
        assertThat(ids).hasSize(10_000).allMatch(GenerationId::wellFormed).allMatch(id -> id.length() == 30);
    }

    @Test
    void refusesWhatIsNoId() {
        assertThat(GenerationId.wellFormed("gen-../../internal/accounts/xx")).isFalse();
        assertThat(GenerationId.wellFormed("gen-0123")).isFalse();
    }
}
