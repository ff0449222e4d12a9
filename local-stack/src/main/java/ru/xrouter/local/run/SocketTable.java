package ru.xrouter.local.run;

import java.util.Optional;

/** Reads the kernel's table of TCP sockets, as Linux prints it in {@code /proc/net/tcp}. */
final class SocketTable {
    private static final String LISTENING = "0A";
    private static final int LOCAL_ADDRESS = 1;
    private static final int CONNECTION_STATE = 3;
    private static final int INODE = 9;

    private SocketTable() {}

    /** The inode of the socket that listens on this port. */
    static Optional<String> listener(String table, int port) {
        var suffix = ":%04X".formatted(port);
        return table.lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(fields -> fields.length > INODE)
                .filter(fields -> fields[LOCAL_ADDRESS].endsWith(suffix) && fields[CONNECTION_STATE].equals(LISTENING))
                .map(fields -> fields[INODE])
                .findFirst();
    }
}
