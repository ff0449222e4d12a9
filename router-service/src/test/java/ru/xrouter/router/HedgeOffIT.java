package ru.xrouter.router;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.router.FakeAdapter.answering;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;
import ru.xrouter.service.testing.EmbeddedRedisResource;

/** An operator who does not pay for second candidates. */
@QuarkusTest
@TestProfile(HedgeOffIT.Off.class)
@WithTestResource(EmbeddedRedisResource.class)
@WithTestResource(RouterResource.class)
class HedgeOffIT extends RunningRouter {
    @Test
    void refusesToHedgeByName() {
        // Given
        alpha.does(answering("x"));
        // When
        var hedged = gateway.chat(account, SHARED.replace("[]", "[],\"provider\":{\"hedge_after_ms\":100}"));
        var other = gateway.chat(account, SHARED);
        // Then
        assertThat(hedged.status()).isEqualTo(400);
        assertThat(hedged.code()).isEqualTo("unsupported_parameter");
        assertThat(hedged.json().at("/error/param").asText()).isEqualTo("provider.hedge_after_ms");
        assertThat(other.status()).isEqualTo(200);
    }

    /** Hedging is switched off. */
    public static final class Off implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("xrouter.router.hedging", "false");
        }
    }
}
