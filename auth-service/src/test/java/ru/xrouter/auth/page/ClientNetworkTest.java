package ru.xrouter.auth.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClientNetworkTest {
    @Test
    void takesAllAddressesOfANetworkOfIpv6ForOne() {
        assertThat(ClientAddress.network("2001:db8:0:1::7")).isEqualTo(ClientAddress.network("2001:db8:0:1:ffff::1"));
        assertThat(ClientAddress.network("2001:db8:0:2::7")).isNotEqualTo(ClientAddress.network("2001:db8:0:1::7"));
        assertThat(ClientAddress.network("192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(ClientAddress.network("unknown")).isEqualTo("unknown");
    }
}
