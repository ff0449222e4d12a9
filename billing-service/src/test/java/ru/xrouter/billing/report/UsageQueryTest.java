package ru.xrouter.billing.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.billing.report.UsageQuery.Group;

class UsageQueryTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-25T23:59:59Z"), ZoneOffset.UTC);

    @Test
    void isTheLastThirtyDaysByDayUnlessToldOtherwise() {
        var query = UsageQuery.read(null, null, null, CLOCK);

        assertThat(query.from()).isEqualTo(LocalDate.of(2026, 10, 27));
        assertThat(query.to()).isEqualTo(LocalDate.of(2026, 11, 25));
        assertThat(query.groups()).containsExactly(Group.DAY);
    }

    @Test
    void readsItsGroups() {
        assertThat(UsageQuery.read("2026-11-01", "2026-11-02", "app,model,key", CLOCK)
                        .groups())
                .containsExactlyInAnyOrder(Group.APP, Group.MODEL, Group.KEY);
    }

    @ParameterizedTest
    @CsvSource({
        "yesterday,,day,from",
        "2026-11-02,2026-11-01,day,from",
        "2025-01-01,2026-11-01,day,from",
        ",2026-13-01,day,to",
        ",-999999999-01-01,day,to",
        "+999999999-01-01,+999999999-01-02,day,to",
        ",,colour,group_by",
        ",,'day,',group_by",
    })
    void refusesWhatItCannotReadByItsName(String from, String to, String groupBy, String param) {
        assertThatThrownBy(() -> UsageQuery.read(from, to, groupBy, CLOCK))
                .isInstanceOfSatisfying(
                        InvalidParameterException.class,
                        refusal -> assertThat(refusal.toApiError().param()).isEqualTo(param));
    }
}
