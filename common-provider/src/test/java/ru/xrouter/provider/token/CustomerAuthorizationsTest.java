package ru.xrouter.provider.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import ru.xrouter.api.adapter.CustomerCredential;
import ru.xrouter.provider.Authorization;

class CustomerAuthorizationsTest {
    private final AtomicInteger made = new AtomicInteger();
    private final CustomerAuthorizations authorizations =
            new CustomerAuthorizations(_ -> Authorization.fixed("fresh " + made.incrementAndGet()));

    @Test
    void keepsOneForEachCredential() {
        // When
        var first = authorizations.of(new CustomerCredential("a", Map.of("folder_id", "f", "scope", "s")));
        var again = authorizations.of(new CustomerCredential("a", Map.of("scope", "s", "folder_id", "f")));
        var other = authorizations.of(new CustomerCredential("a", Map.of("folder_id", "g", "scope", "s")));

        // Then
        assertThat(again).isSameAs(first);
        assertThat(other).isNotSameAs(first);
        assertThat(made).hasValue(2);
    }
}
