package ru.xrouter.auth.oauth;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** What the pages on which people give access say, in English; {@code messages/grant_ru.properties} has the Russian. */
@MessageBundle("grant")
public interface GrantTexts {
    @Message("Connect a device")
    String title();

    @Message("Type the code that your device or command-line tool shows.")
    String typeCode();

    @Message("Code")
    String code();

    @Message("Go on")
    String goOn();

    @Message("Never type a code that somebody sent you by chat, mail or phone: they would get access to your account.")
    String warning();

    @Message("No device is waiting with this code. Look at it again, or start anew on the device.")
    String badCode();

    @Message(
            "Go on only if you have just started this yourself, on a device of your own. If somebody else gave you the code, deny: they want your account.")
    String phishing();

    @Message("Your device must show the code")
    String compare();

    @Message("It asked from the address")
    String from();

    @Message("This app registered itself. Nobody has checked its name.")
    String selfRegistered();

    @Message("know who you are")
    String scopeOpenId();

    @Message("see your e-mail address")
    String scopeEmail();

    @Message("The device has access")
    String allowed();

    @Message("It goes on by itself. You may close this page, and take the access away from your account at any time.")
    String allowedText();

    @Message("The device was denied")
    String denied();

    @Message("It has got nothing. You may close this page.")
    String deniedText();
}
