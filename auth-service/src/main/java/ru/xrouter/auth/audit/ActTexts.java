package ru.xrouter.auth.audit;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** What acts are called for people, in English; {@code messages/act_ru.properties} has the Russian. Named by {@link AuditLog.Event#text()}. */
@MessageBundle("act")
public interface ActTexts {
    @Message("signed up")
    String signedUp();

    @Message("confirmed the e-mail")
    String confirmedEmail();

    @Message("the account was made")
    String createdAccount();

    @Message("signed in")
    String signedIn();

    @Message("gave a wrong password")
    String wrongPassword();

    @Message("ended a session")
    String endedSession();

    @Message("asked for a new password")
    String askedForReset();

    @Message("set a new password by e-mail")
    String resetPassword();

    @Message("changed the password")
    String changedPassword();

    @Message("asked to change the e-mail")
    String askedForAnotherEmail();

    @Message("changed the e-mail")
    String changedEmail();

    @Message("linked a provider to sign in")
    String linkedProvider();

    @Message("unlinked a provider")
    String unlinkedProvider();

    @Message("added a passkey")
    String addedPasskey();

    @Message("renamed a passkey")
    String renamedPasskey();

    @Message("removed a passkey")
    String removedPasskey();

    @Message("a passkey that seems to be a copy was refused")
    String refusedPasskey();

    @Message("gave an app access")
    String allowedApp();

    @Message("gave an app a key")
    String allowedKey();

    @Message("refused an app")
    String deniedApp();

    @Message("gave a device access")
    String allowedDevice();

    @Message("refused a device")
    String deniedDevice();

    @Message("took access away from an app")
    String tookAccessAway();

    @Message("an app gave its access back")
    String appGaveBack();

    @Message("registered an app")
    String registeredApp();

    @Message("an app registered itself")
    String appRegisteredItself();

    @Message("an app was disabled by the operator")
    String clientDisabled();

    @Message("an app changed what it says of itself")
    String changedApp();

    @Message("an app removed itself")
    String removedApp();

    @Message("a code came twice; the access ended")
    String codeReplayed();

    @Message("a code came twice; the key was revoked")
    String keyCodeReplayed();

    @Message("created an API key")
    String createdKey();

    @Message("changed an API key")
    String changedKey();

    @Message("disabled an API key")
    String disabledKey();

    @Message("enabled an API key")
    String enabledKey();

    @Message("rotated an API key")
    String rotatedKey();

    @Message("revoked an API key")
    String revokedKey();

    @Message("turned the second factor on")
    String addedSecondFactor();

    @Message("removed the second factor")
    String removedSecondFactor();

    @Message("used a recovery code")
    String usedRecoveryCode();

    @Message("made new recovery codes")
    String madeRecoveryCodes();

    @Message("gave a wrong second factor")
    String wrongCode();

    @Message("invited somebody")
    String invitedMember();

    @Message("withdrew an invitation")
    String withdrewInvitation();

    @Message("joined the account")
    String joinedAccount();

    @Message("gave a member another role")
    String changedRole();

    @Message("removed a member")
    String removedMember();

    @Message("left the account")
    String leftAccount();

    @Message("a key ended, as its holder lost the role for it")
    String keyEndedWithRole();

    @Message("an app lost access, as the person who gave it lost the role")
    String appEndedWithRole();

    @Message("signed in from a new browser")
    String signedInFromNewBrowser();

    @Message("an operator took the second factor and the passkeys away")
    String resetSecondFactor();

    @Message("kept a credential of the account's own for a provider")
    String setProviderCredential();

    @Message("changed the use of the account's own credential at a provider")
    String changedProviderCredential();

    @Message("removed the account's own credential for a provider")
    String removedProviderCredential();

    @Message("changed what the account may ask for")
    String changedLimits();

    @Message("changed what a tier may ask for")
    String changedTier();

    @Message("sealed the secrets under the current key")
    String resealedSecrets();

    @Message("the account was closed")
    String closedAccount();

    @Message("the account was opened again")
    String reopenedAccount();
}
