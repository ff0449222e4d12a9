package ru.xrouter.yandexgpt.wire;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.CustomerCredential;
import ru.xrouter.api.adapter.ProviderFailure.RefusedCredential;
import ru.xrouter.provider.ProviderFailureException;
import ru.xrouter.provider.ProviderModel;

/**
 * The folder that a call is billed to, a part of every model's URI: ours, or the customer's for calls with its own credential.
 *
 * @param ours the operator's folder
 */
public record Folder(String ours) {
    private static final String SETTING = "folder_id";
    private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,64}");

    public String of(ProviderModel model) {
        return of(model.credential());
    }

    /**
     * The folder of a credential.
     *
     * @param credential the customer's own; null for ours
     * @throws ProviderFailureException when a customer has not told its folder: ours would never be its
     */
    public String of(@Nullable CustomerCredential credential) {
        if (credential == null) {
            return ours;
        }
        var theirs = credential.setting(SETTING);
        if (theirs == null || !ID.matcher(theirs).matches()) {
            throw new ProviderFailureException(new RefusedCredential());
        }
        return theirs;
    }
}
