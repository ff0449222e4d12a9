package ru.xrouter.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortHolderTest {
    @Test
    void namesTheProcessThatHoldsAPort() throws IOException {
        // Given
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // When
            var holder = PortHolder.of(socket.getLocalPort());
            // Then
            assertThat(PortHolder.isTaken(socket.getLocalPort())).isTrue();
            assertThat(holder)
                    .startsWith("java")
                    .endsWith("(pid " + ProcessHandle.current().pid() + ")");
        }
    }

    @Test
    void takesAPortForFreeOnceItIsClosed() throws IOException {
        // Given
        var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var port = socket.getLocalPort();
        // When
        socket.close();
        // Then
        assertThat(PortHolder.isTaken(port)).isFalse();
    }
}
