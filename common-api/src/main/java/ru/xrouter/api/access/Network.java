package ru.xrouter.api.access;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.net.InetAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A range of addresses in CIDR notation, {@code 10.0.0.0/8} or {@code 2001:db8::/32}; one address alone is a range of one. */
public final class Network {
    private final byte[] address;
    private final int prefix;
    private final String text;

    private Network(byte[] address, int prefix, String text) {
        this.address = address;
        this.prefix = prefix;
        this.text = text;
    }

    /** Throws an {@link IllegalArgumentException} for anything else, bits beyond the prefix too. Asks no name server. */
    @JsonCreator
    public static Network parse(String text) {
        var slash = text.indexOf('/');
        var address = bytes(slash < 0 ? text : text.substring(0, slash));
        var prefix = slash < 0 ? address.length * 8 : prefix(text.substring(slash + 1));
        if (prefix > address.length * 8 || !empty(address, prefix)) {
            throw new IllegalArgumentException("This is no network in CIDR notation.");
        }
        return new Network(address, prefix, text);
    }

    /** Whether an address, as text without a zone, lies in the range; what is no address lies nowhere. */
    public boolean contains(@Nullable String candidate) {
        if (candidate == null) {
            return false;
        }
        try {
            return contains(bytes(candidate));
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private boolean contains(byte[] candidate) {
        if (candidate.length != address.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            if (bit(candidate, bit) != bit(address, bit)) {
                return false;
            }
        }
        return true;
    }

    /** An IPv4 address that is written as IPv6 becomes the IPv4 address that it is. */
    private static byte[] bytes(String text) {
        // Short forms such as '10.1' mean different addresses to different readers.
        if (text.indexOf('%') >= 0 || !(text.indexOf(':') >= 0 || text.matches("[0-9]+(\\.[0-9]+){3}"))) {
            throw new IllegalArgumentException("This is no address.");
        }
        return InetAddress.ofLiteral(text).getAddress();
    }

    private static int prefix(String text) {
        if (!text.matches("[0-9]{1,3}")) {
            throw new IllegalArgumentException("This is no length of a prefix.");
        }
        return Integer.parseInt(text);
    }

    private static boolean empty(byte[] address, int from) {
        for (int bit = from; bit < address.length * 8; bit++) {
            if (bit(address, bit) != 0) {
                return false;
            }
        }
        return true;
    }

    private static int bit(byte[] bytes, int index) {
        return (bytes[index / 8] >> (7 - index % 8)) & 1;
    }

    @Override
    @JsonValue
    public String toString() {
        return text;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Network network && network.text.equals(text);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(text);
    }
}
