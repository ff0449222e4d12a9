package ru.xrouter.auth.person;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AttemptsTest {
    @Test
    void takesAllAddressesOfANetworkOfIpv6ForOne() {
        assertThat(Attempts.network("2001:db8:0:1::7")).isEqualTo(Attempts.network("2001:db8:0:1:ffff::1"));
        assertThat(Attempts.network("2001:db8:0:2::7")).isNotEqualTo(Attempts.network("2001:db8:0:1::7"));
        assertThat(Attempts.network("192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(Attempts.network("unknown")).isEqualTo("unknown");
    }
}
