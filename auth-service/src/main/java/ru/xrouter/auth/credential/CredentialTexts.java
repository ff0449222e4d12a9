package ru.xrouter.auth.credential;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** What the page of an account's own credentials says, in English; {@code messages/credential_ru.properties} has the Russian. */
@MessageBundle("credential")
public interface CredentialTexts {
    @Message("Own provider credentials")
    String title();

    @Message(
            "If you have a contract of your own with a provider, requests of your keys go there with it. The provider charges you for them, and we charge our fee alone.")
    String about();

    @Message("Our fee, of the model's price:")
    String fee();

    @Message("The fee and the providers cannot be shown at the moment. Try again shortly.")
    String termsAway();

    @Message("None yet.")
    String none();

    @Message("since")
    String since();

    @Message("accepted by the provider")
    String good();

    @Message("refused by the provider")
    String bad();

    @Message("checked")
    String checked();

    @Message("When it does not serve, our credential is used at the full price.")
    String withFallback();

    @Message("When it does not serve, the request fails.")
    String withoutFallback();

    @Message("Manage")
    String manage();

    @Message("Use ours when it does not serve")
    String fallbackOn();

    @Message("Never use ours")
    String fallbackOff();

    @Message("Check it again")
    String check();

    @Message("Remove")
    String remove();

    @Message("Add or replace one")
    String add();

    @Message("Provider")
    String provider();

    @Message("Secret")
    String secret();

    @Message(
            "What the provider gave you: GigaChat's authorization key, YandexGPT's API key or the JSON of an authorized key. It is kept encrypted and never shown again.")
    String secretHint();

    @Message("Settings")
    String settings();

    @Message(
            "One a line. For GigaChat scope=GIGACHAT_API_PERS, GIGACHAT_API_B2B or GIGACHAT_API_CORP; for YandexGPT folder_id=your folder.")
    String settingsHint();

    @Message("When it does not serve, use yours at the full price")
    String allowFallback();

    @Message("Check and save")
    String save();

    @Message("The provider does not accept this credential. Nothing was saved.")
    String refused();

    @Message("The provider cannot check credentials at the moment. Nothing was saved; try again shortly.")
    String unknown();

    @Message("There is no such provider, or it takes no credentials of customers.")
    String noProvider();

    @Message("A secret is needed, and settings are lines of the form name=value.")
    String unreadable();

    @Message("Too many attempts. Wait a few minutes and try again.")
    String tooMany();
}
