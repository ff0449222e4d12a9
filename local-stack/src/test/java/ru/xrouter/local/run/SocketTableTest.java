package ru.xrouter.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SocketTableTest {
    private static final String TABLE = """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 41234 1 0000000000000000 100 0 0 10 0
               1: 0100007F:1F91 0100007F:9C40 01 00000000:00000000 00:00000000 00000000     0        0 41235 1 0000000000000000 20 4 30 10 -1
            """;

    @Test
    void findsTheSocketThatListens() {
        assertThat(SocketTable.listener(TABLE, 8080)).contains("41234");
    }

    @Test
    void doesNotTakeAConnectionForAListener() {
        assertThat(SocketTable.listener(TABLE, 8081)).isEmpty();
    }

    @Test
    void findsNothingOnAFreePort() {
        assertThat(SocketTable.listener(TABLE, 9090)).isEmpty();
    }
}
