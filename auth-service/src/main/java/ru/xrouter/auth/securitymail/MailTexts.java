package ru.xrouter.auth.securitymail;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** What e-mails about security say, in English; {@code messages/mail_ru.properties} has the Russian. */
@MessageBundle("mail")
public interface MailTexts {
    @Message("This has happened to your XRouter sign-in or account:")
    String happened();

    @Message("you have another role in the account")
    String changedRole();

    @Message("you were removed from the account")
    String removedMember();

    @Message("Account")
    String account();

    @Message("What")
    String subject();

    @Message("By")
    String by();

    @Message("When")
    String when();

    @Message("an operator of XRouter")
    String operator();

    @Message("From the address")
    String address();

    @Message(
            "If it was not you, and you did not expect it: go to XRouter as you always do, set a new password, end the sessions, remove the passkeys and unlink the providers that are not yours, and tell an owner of the account.")
    String ifNotYou();

    @Message(
            "There is nothing to press in this e-mail, and nobody will ask you for a password or a code because of it.")
    String nothingToPress();
}
