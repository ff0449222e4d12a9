package ru.xrouter.auth.outside;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** What pages say of outside providers, in English; {@code messages/outside_ru.properties} has the Russian. */
@MessageBundle("outside")
public interface OutsideTexts {
    @Message("Other ways in")
    String others();

    @Message("Continue with {name}")
    String with(String name);

    @Message("This did not work")
    String trouble();

    @Message("You were not let in there, so we cannot let you in here.")
    String denied();

    @Message("The provider does not answer at the moment. Try again later, or come in another way.")
    String unreachable();

    @Message("What the provider answered cannot be trusted. Nothing was changed.")
    String untrusted();

    @Message("This was begun in another browser, took too long, or has been used already. Start again.")
    String stale();

    @Message(
            "There is an account with this e-mail already. Sign in to it as before; then you can link the provider on the security page.")
    String taken();

    @Message(
            "The provider told us no e-mail. Allow it to, or sign up with an e-mail and link the provider on the security page.")
    String noEmail();

    @Message("This person at the provider is linked to another account here, or your account to another person there.")
    String linkedElsewhere();

    @Message("Too many attempts. Wait a few minutes and try again.")
    String tooMany();

    @Message("Back")
    String back();

    @Message("Sign-in through others")
    String title();

    @Message("Whoever you are at these providers can sign in here without the password.")
    String text();

    @Message("No provider is linked.")
    String none();

    @Message("Link a provider")
    String link();

    @Message("Link")
    String linkIt();

    @Message("Unlink")
    String unlink();

    @Message("All other sessions end.")
    String unlinkHint();

    @Message("One more step: {name} has to say who you are there.")
    String oneMore(String name);

    @Message("You have set no password yet, and what follows needs one. We send you a link to set it.")
    String noPassword();
}
