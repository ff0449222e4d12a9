package ru.xrouter.provider.http;

import java.util.regex.Pattern;

/**
 * A provider's own words about a refusal, made fit for the caller: what may be a key, a token or the id of somebody's
 * folder or account is left out, and so are addresses.
 */
final class ProviderWords {
    private static final int LONGEST = 500;
    private static final String LEFT_OUT = "…";
    private static final Pattern SECRETS = Pattern.compile("https?://\\S+"
            + "|(?<![\\w-])(?=[A-Za-z_-]*\\d)[\\w-]{16,}(?:[.+/=][\\w-]+)*={0,2}"
            + "|(?<![\\w-])(?:aje|b1g|b1c|bpf)[a-z0-9]{17}(?![\\w-])");

    private ProviderWords() {}

    static String shown(String said) {
        var begun = said.codePoints()
                .limit(LONGEST)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
        return SECRETS.matcher(begun).replaceAll(LEFT_OUT).strip();
    }
}
