package ru.xrouter.gateway.exchange;

/** The {@code server-timing} header: our own overhead apart from the provider's time, in milliseconds. */
final class ServerTiming {
    private static final int MICROS = 1000;

    private ServerTiming() {}

    static String format(long ownMicros, long providerMicros) {
        var text = new StringBuilder(48).append("xrouter;dur=");
        millis(text, ownMicros);
        if (providerMicros > 0) {
            millis(text.append(", provider;dur="), providerMicros);
        }
        return text.toString();
    }

    private static void millis(StringBuilder text, long micros) {
        var fraction = (int) (micros % MICROS);
        text.append(micros / MICROS)
                .append('.')
                .append((char) ('0' + fraction / 100))
                .append((char) ('0' + fraction / 10 % 10))
                .append((char) ('0' + fraction % 10));
    }
}
