package ru.xrouter.gigachat.image;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;

/** Tells addresses of the public internet from those of private networks, of this machine and the like. */
final class PublicAddress {
    private PublicAddress() {}

    static boolean is(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        var bytes = address.getAddress();
        return switch (address) {
            case Inet4Address _ -> is(bytes[0] & 0xFF, bytes[1] & 0xFF, bytes[2] & 0xFF);
            case Inet6Address _ -> is(sixteenBits(bytes, 0), sixteenBits(bytes, 2));
            default -> false;
        };
    }

    /** IANA's registry of special-purpose addresses (RFC 6890) has the ranges that lead elsewhere. */
    private static boolean is(int first, int second, int third) {
        return switch (first) {
            case 0, 10, 127 -> false;
            case 100 -> second < 64 || second > 127;
            case 169 -> second != 254;
            case 172 -> second < 16 || second > 31;
            case 192 -> second != 168 && !(second == 0 && third <= 2) && !(second == 88 && third == 99);
            case 198 -> second != 18 && second != 19 && !(second == 51 && third == 100);
            case 203 -> !(second == 0 && third == 113);
            default -> first < 224;
        };
    }

    /** Only 2000::/3 is handed out; of it 2001::/23, 2001:db8::/32 and 2002::/16 lead elsewhere. */
    private static boolean is(int first, int second) {
        if ((first & 0xE000) != 0x2000 || first == 0x2002) {
            return false;
        }
        return first != 0x2001 || (second > 0x1FF && second != 0xDB8);
    }

    private static int sixteenBits(byte[] bytes, int from) {
        return ((bytes[from] & 0xFF) << 8) | (bytes[from + 1] & 0xFF);
    }
}
