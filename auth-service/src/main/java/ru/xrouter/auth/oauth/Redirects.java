package ru.xrouter.auth.oauth;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/** Which addresses a client may be answered at: those it registered, letter for letter; only a loopback port is free (RFC 8252). */
final class Redirects {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]");
    private static final int LONGEST = 2_000;

    private Redirects() {}

    /** Whether an address may be registered: https, a private scheme with a dot in it, or loopback; absolute and without a fragment. */
    static boolean registrable(String text) {
        try {
            var uri = new URI(text);
            if (text.length() > LONGEST
                    || !uri.isAbsolute()
                    || uri.getRawFragment() != null
                    || text.indexOf('#') >= 0) {
                return false;
            }
            if (uri.getRawUserInfo() != null || uri.isOpaque()) {
                return false;
            }
            return switch (uri.getScheme()) {
                case "https" -> uri.getHost() != null;
                case "http" ->
                    uri.getHost() != null
                            && (LOOPBACK.contains(uri.getHost())
                                    || uri.getHost().equals("localhost"));
                default -> uri.getScheme().indexOf('.') > 0;
            };
        } catch (URISyntaxException _) {
            return false;
        }
    }

    static boolean matches(String registered, String requested) {
        return registered.equals(requested)
                || (isLoopback(registered) && loopback(registered).equals(loopback(requested)));
    }

    private static boolean isLoopback(String text) {
        return loopback(text).startsWith("http://loopback ");
    }

    /** The address with its port left out when it is a literal loopback address, else as it is. */
    private static String loopback(String text) {
        for (var host : LOOPBACK) {
            var start = "http://" + host;
            if (text.startsWith(start)) {
                var rest = text.substring(start.length()).replaceFirst("^:[0-9]{1,5}(?=[/?]|$)", "");
                if (rest.isEmpty() || rest.startsWith("/") || rest.startsWith("?")) {
                    return "http://loopback " + host + " " + rest;
                }
            }
        }
        return text;
    }
}
