package ru.xrouter.router.generation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The end user whom a caller names, without the name: the same user of one account has one digest, of another another. */
final class EndUser {
    private static final int BYTES = 16;

    private EndUser() {}

    static String digest(String accountId, String user) {
        try {
            var whole = MessageDigest.getInstance("SHA-256")
                    .digest((accountId + "\0" + user).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(whole, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }
}
