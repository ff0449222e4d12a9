package ru.xrouter.auth.credential;

/** A credential as its account's page shows it: of the secret its end alone. */
public record CredentialRow(
        String provider,
        String label,
        String settings,
        boolean allowFallback,
        boolean valid,
        String since,
        String checked) {
    static CredentialRow of(ProviderCredentialStore.Kept kept, String settings) {
        return new CredentialRow(
                kept.provider(),
                kept.label(),
                settings,
                kept.allowFallback(),
                kept.valid(),
                kept.createdAt().toString().substring(0, 10),
                kept.validatedAt().toString().substring(0, 16).replace('T', ' '));
    }
}
