package ru.xrouter.auth.passkey;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** What pages say of passkeys, in English; {@code messages/passkey_ru.properties} has the Russian. */
@MessageBundle("passkey")
public interface PasskeyTexts {
    @Message("Passkeys")
    String title();

    @Message("Sign in with a passkey")
    String signIn();

    @Message("Your device asks for your finger, your face or its PIN. No password and no code are needed then.")
    String signInText();

    @Message(
            "A passkey signs you in by your device, which asks for your finger, your face or its PIN: in place of password and second factor, which go on working.")
    String text();

    @Message("There is no passkey yet.")
    String none();

    @Message("Add a passkey")
    String add();

    @Message("Name")
    String name();

    @Message("By which you know it again, as: phone, work laptop.")
    String nameHint();

    @Message("Rename")
    String rename();

    @Message("Remove")
    String remove();

    @Message("All other sessions end. Delete the passkey on the device as well.")
    String removeHint();

    @Message("since")
    String since();

    @Message("last used")
    String lastUsed();

    @Message("The passkey was not taken. Try again, or sign in another way.")
    String wrongPasskey();

    @Message("Your device or browser gave no passkey. Try again, or choose another way.")
    String noAnswer();

    @Message("Passkeys need JavaScript and a browser that knows them.")
    String unable();

    @Message("Sign in another way")
    String otherWay();

    @Message("Continue")
    String go();
}
