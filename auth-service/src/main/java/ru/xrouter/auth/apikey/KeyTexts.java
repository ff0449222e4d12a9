package ru.xrouter.auth.apikey;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** What the pages of API keys say, in English; {@code messages/key_ru.properties} has the Russian. */
@MessageBundle("key")
public interface KeyTexts {
    @Message("API keys")
    String title();

    @Message("No keys yet.")
    String none();

    @Message("New key")
    String newKey();

    @Message("Create")
    String create();

    @Message("Change")
    String change();

    @Message("Name")
    String name();

    @Message("State")
    String state();

    @Message("active")
    String active();

    @Message("disabled")
    String disabled();

    @Message("expired")
    String expired();

    @Message("Created")
    String created();

    @Message("Last used")
    String lastUsed();

    @Message("never")
    String never();

    @Message("Expires")
    String expires();

    @Message("Expires at the end of")
    String expiresAt();

    @Message("Empty: never. The day ends in UTC.")
    String expiresHint();

    @Message("What it may do")
    String scopes();

    @Message("Models")
    String models();

    @Message("One a line, as GET /v1/models lists them. Empty: all.")
    String modelsHint();

    @Message("Networks it may be used from")
    String addresses();

    @Message("IP addresses, or networks such as 10.0.0.0/8, one a line. Empty: all.")
    String addressesHint();

    @Message("Limits")
    String limits();

    @Message("Empty: those of the account's tier.")
    String limitsHint();

    @Message("Requests per minute")
    String requestsPerMinute();

    @Message("Requests per day")
    String requestsPerDay();

    @Message("Tokens per minute")
    String tokensPerMinute();

    @Message("Tokens per day")
    String tokensPerDay();

    @Message("Requests at the same time")
    String concurrency();

    @Message("Your key")
    String secretTitle();

    @Message("Copy it now: it is shown this once and cannot be read again.")
    String secretText();

    @Message("Key of")
    String secretOf();

    @Message("I have copied it")
    String copied();

    @Message("Disable")
    String disable();

    @Message("Enable")
    String enable();

    @Message("Rotate")
    String rotate();

    @Message("The key gets a new secret and keeps all else. The old secret goes on for")
    String rotateText();

    @Message("no time")
    String overlapNone();

    @Message("a day")
    String overlapDay();

    @Message("a week")
    String overlapWeek();

    @Message("Revoke")
    String revoke();

    @Message("The key ends at once and for good.")
    String revokeText();

    @Message("Revoke for good")
    String revokeForGood();

    @Message("This cannot be taken:")
    String fault();

    @Message(
            "keys with “make, change and revoke API keys” cannot be restricted by models, networks or a cap, which they could undo.")
    String faultScopes();

    @Message("choose at least one thing that the key may do.")
    String faultNoScope();

    @Message("the account has as many keys as it may have.")
    String faultTooMany();

    @Message("your role does not go that far.")
    String faultRole();
}
