package ru.xrouter.auth.page;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** What the pages say, in English; {@code messages/msg_ru.properties} has the Russian. */
@MessageBundle
public interface Texts {
    @Message("Sign in")
    String signIn();

    @Message("Sign in")
    String enter();

    @Message("Sign up")
    String signUp();

    @Message("Sign up")
    String join();

    @Message("Sign out")
    String signOut();

    @Message("E-mail")
    String email();

    @Message("Password")
    String password();

    @Message("At least 10 characters.")
    String passwordRule();

    @Message("No account yet?")
    String noAccount();

    @Message("Already have an account?")
    String haveAccount();

    @Message("Forgot the password?")
    String forgot();

    @Message("E-mail or password is wrong, or the e-mail is not confirmed yet.")
    String wrongPassword();

    @Message("Too many attempts. Wait a few minutes and try again.")
    String tooMany();

    @Message(
            "Too many wrong passwords for this e-mail. Sign in in a browser that you have signed in from before, or by a passkey, or set a new password: that lets this browser in.")
    String tooManyStrangers();

    @Message("Too many people at once")
    String busy();

    @Message("Nothing was lost or changed. Go back and try again in a few seconds.")
    String busyText();

    @Message("This is no e-mail address.")
    String badEmail();

    @Message("This is your e-mail already.")
    String ownEmail();

    @Message("The password is too short or too long.")
    String badPassword();

    @Message("Check your mail")
    String checkMail();

    @Message(
            "We have sent you a link. It works once and for a short time. If nothing comes, look into the spam folder.")
    String checkMailText();

    @Message("Confirm your e-mail")
    String confirm();

    @Message("One click, and the account is yours.")
    String confirmText();

    @Message(
            "Enter the password that you have chosen for this account. If you have not signed up, somebody else did with your e-mail: close this page.")
    String confirmSignUpText();

    @Message("That is not the password of the sign-up that this link belongs to.")
    String otherPassword();

    @Message("New password")
    String newPassword();

    @Message("Send a link")
    String sendLink();

    @Message("Save")
    String save();

    @Message("This link does not work any more")
    String badLink();

    @Message("It has been used or is too old. Ask for another one.")
    String badLinkText();

    @Message("Your account")
    String account();

    @Message("Apps with access")
    String apps();

    @Message("No app has access.")
    String noApps();

    @Message("Take access away")
    String revoke();

    @Message("Sessions")
    String sessions();

    @Message("this one")
    String thisOne();

    @Message("End")
    String end();

    @Message("What happened lately")
    String log();

    @Message("wants access")
    String wantsAccess();

    @Message("This app will act for the account")
    String actsFor();

    @Message("It asks to")
    String asksTo();

    @Message("use models and pay for them")
    String scopeInference();

    @Message("see credits and spending")
    String scopeUsage();

    @Message("make, change and revoke API keys")
    String scopeKeys();

    @Message("Most it may spend, in roubles")
    String cap();

    @Message("Empty: no cap of its own.")
    String capHint();

    @Message("per")
    String per();

    @Message("day")
    String day();

    @Message("month")
    String month();

    @Message("all time")
    String lifetime();

    @Message("Amount is not valid, or this app manages keys and cannot be capped.")
    String badCap();

    @Message("Allow")
    String allow();

    @Message("Deny")
    String deny();

    @Message("You will be taken to")
    String takenTo();

    @Message("This request cannot be served")
    String badRequest();

    @Message("The app that sent you here made a mistake. Nothing was given to it.")
    String badRequestText();

    @Message("The app made a faulty request")
    String faultyRequest();

    @Message(
            "Nothing was given to it. The app registered itself, and nobody has checked whose it is. Go on only if you trust this address:")
    String faultyRequestText();

    @Message("Security")
    String security();

    @Message("Older")
    String older();

    @Message("Audit log")
    String auditLog();

    @Message("You may not see this")
    String notAllowed();

    @Message("Your role in this account does not go that far. An owner of the account can change it.")
    String notAllowedText();

    @Message("Account")
    String accountName();

    @Message("Current password")
    String currentPassword();

    @Message("Change the password")
    String changePassword();

    @Message("All other sessions end.")
    String changePasswordHint();

    @Message("Change the e-mail")
    String changeEmail();

    @Message("Your e-mail is")
    String emailNow();

    @Message("New e-mail")
    String newEmail();

    @Message(
            "We send a link there; until you follow it, signed in, everything stays as it is. Then all other sessions end. We tell the address that you have now.")
    String changeEmailHint();

    @Message("Confirm your new e-mail")
    String confirmNewEmail();

    @Message("You sign in with it from now on, and all our e-mails go there. All other sessions end.")
    String confirmNewEmailText();

    @Message(
            "All sessions end. Passkeys and linked providers stay: should somebody else have been in your account, look through them on the security page afterwards.")
    String resetHint();

    @Message("The current password is wrong.")
    String wrongCurrent();
}
