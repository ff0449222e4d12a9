package ru.xrouter.auth.factor;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** What the pages say of the second factor, in English; {@code messages/factor_ru.properties} has the Russian. */
@MessageBundle("factor")
public interface FactorTexts {
    @Message("Second factor")
    String title();

    @Message("Code")
    String code();

    @Message("Six digits from your authenticator app, or one of your recovery codes.")
    String codeHint();

    @Message("Signing in asks for a code of your authenticator app.")
    String isOn();

    @Message(
            "Signing in asks for the password alone. A code from an app on your phone protects the account even from those who know the password.")
    String isOff();

    @Message("Recovery codes left")
    String left();

    @Message("Manage")
    String manage();

    @Message("Set up the second factor")
    String begin();

    @Message("Scan this with an authenticator app.")
    String scan();

    @Message("QR code with the secret that stands below as text")
    String qr();

    @Message("Or type the secret into it:")
    String typeIt();

    @Message("Code that the app shows")
    String firstCode();

    @Message("Turn on")
    String turnOn();

    @Message("New recovery codes")
    String newCodes();

    @Message("Six digits from your authenticator app, or one of your recovery codes. The old recovery codes end.")
    String newCodesHint();

    @Message("Remove the second factor")
    String remove();

    @Message("Recovery codes")
    String recoveryCodes();

    @Message(
            "If you lose the app, each of these opens the account once. Keep them where the phone is not; they are shown this once.")
    String recoveryText();

    @Message("I have kept them")
    String kept();

    @Message("The code is wrong, too old, or has been used.")
    String wrongCode();

    @Message("Too many wrong codes. Wait a quarter of an hour, or use a recovery code.")
    String tooManyCodes();

    @Message("Sign out and sign in again with your second factor, then do this.")
    String factorFirst();

    @Message("A lost second factor")
    String lostTitle();

    @Message(
            "For somebody who has lost the app and the recovery codes, once you are sure who asks. The passkeys are removed as well. The password stays, all sessions end, and the person is told by e-mail.")
    String lostText();

    @Message("Why, and how you made sure who asks")
    String lostReason();

    @Message("It goes into the audit log.")
    String lostReasonHint();

    @Message("A code of your own second factor")
    String ownCode();

    @Message("Take the second factor and the passkeys away")
    String lostReset();

    @Message("The second factor was taken from")
    String lostDone();

    @Message("Nobody with this e-mail has a second factor.")
    String noSuchFactor();

    @Message("Say why.")
    String noReason();
}
