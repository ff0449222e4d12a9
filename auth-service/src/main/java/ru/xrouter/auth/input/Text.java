package ru.xrouter.auth.input;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** What counts as text: Unicode without control characters but line breaks and tabs. Pure. */
final class Text {
    private static final int HEX = 16;

    private Text() {}

    static boolean is(String text) {
        return text.codePoints().allMatch(Text::is);
    }

    private static boolean is(int character) {
        return character == '\n'
                || character == '\r'
                || character == '\t'
                || !(Character.isISOControl(character) || Character.getType(character) == Character.SURROGATE);
    }

    /** Whether an address, as it was sent, is text in UTF-8 with its percent signs read. */
    static boolean isAddress(String address) {
        var bytes = new ByteArrayOutputStream(address.length());
        for (var i = 0; i < address.length(); i++) {
            if (address.charAt(i) == '%') {
                var high = i + 2 <= address.length() - 1 ? Character.digit(address.charAt(i + 1), HEX) : -1;
                var low = high < 0 ? -1 : Character.digit(address.charAt(i + 2), HEX);
                if (low < 0) {
                    return false;
                }
                bytes.write(high * HEX + low);
                i += 2;
            } else {
                bytes.writeBytes(address.substring(i, i + 1).getBytes(StandardCharsets.UTF_8));
            }
        }
        try {
            return is(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString());
        } catch (CharacterCodingException _) {
            return false;
        }
    }
}
