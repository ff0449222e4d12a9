package ru.xrouter.provider;

import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.CustomerCredential;

/**
 * The model that a call is for, as the router names it.
 *
 * @param name the provider's own name for it
 * @param surface which of the provider's APIs serves it, one of {@link ChatProvider#surfaces()}; null for the native one
 * @param credential the customer's own at the provider, where the call is to be made with it; null for ours. Translations
 *     may use its settings, such as a folder that is a part of the model's name; its secret is for {@link
 *     ChatProvider#authorization(CustomerCredential)} alone
 */
public record ProviderModel(
        String name, @Nullable String surface, @Nullable CustomerCredential credential) {
    /** A model at the native API, called with our credentials. */
    public static ProviderModel of(String name) {
        return new ProviderModel(name, null, null);
    }

    /** A setting of the customer's own credential, or else ours. */
    public String setting(String key, String ours) {
        var theirs = credential == null ? null : credential.setting(key);
        return theirs == null ? ours : theirs;
    }
}
