package ru.xrouter.api.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import ru.xrouter.api.adapter.ProviderFailure.BadCredentials;
import ru.xrouter.api.adapter.ProviderFailure.Interrupted;
import ru.xrouter.api.adapter.ProviderFailure.InvalidRequest;
import ru.xrouter.api.adapter.ProviderFailure.RateLimited;
import ru.xrouter.api.adapter.ProviderFailure.TimedOut;
import ru.xrouter.api.adapter.ProviderFailure.Unavailable;

class ProviderFailureTest {
    @Test
    void ourCredentialsAreNeverTheCallersFault() {
        assertThat(new BadCredentials().toApiError().status()).isEqualTo(503);
    }

    @Test
    void providerTroubleIsAGatewayError() {
        assertThat(new Unavailable("x").toApiError().status()).isEqualTo(502);
        assertThat(new Interrupted("x").toApiError().status()).isEqualTo(502);
        assertThat(new TimedOut(Duration.ofSeconds(1)).toApiError().status()).isEqualTo(504);
        assertThat(new RateLimited(null).toApiError().retryAfterSeconds()).isEqualTo("1");
    }

    @Test
    void onlyTheCallersOwnMistakeEndsTheRoute() {
        assertThat(ProviderFailure.fallbackHelps(new InvalidRequest("m", "p", "c").wireName()))
                .isFalse();
        assertThat(ProviderFailure.fallbackHelps(new BadCredentials().wireName()))
                .isTrue();
        assertThat(ProviderFailure.fallbackHelps(new RateLimited(null).wireName()))
                .isTrue();
    }
}
