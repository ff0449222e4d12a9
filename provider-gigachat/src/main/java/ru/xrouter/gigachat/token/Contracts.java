package ru.xrouter.gigachat.token;

import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.CustomerCredential;
import ru.xrouter.gigachat.GigaChatConfig;

/** What GigaChat grants by default to who it deals with, by its page on limitations. */
public final class Contracts {
    private static final int PERSON = 1;
    private static final int COMPANY = 10;

    private Contracts() {}

    /**
     * Calls at the same time; only companies are known by a certificate.
     *
     * @param credential the customer's own; null for ours
     */
    public static int callsAtOnce(GigaChatConfig config, @Nullable CustomerCredential credential) {
        var told = credential == null ? null : credential.setting(Credentials.SCOPE);
        var scope = told == null ? config.scope() : told;
        var certified = credential == null && config.clientCertificate().isPresent();
        return Credentials.PERSONAL.equals(scope) && !certified ? PERSON : COMPANY;
    }
}
