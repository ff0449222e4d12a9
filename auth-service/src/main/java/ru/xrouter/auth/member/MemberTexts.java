package ru.xrouter.auth.member;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** What the pages say of members, in English; {@code messages/member_ru.properties} has the Russian. */
@MessageBundle("member")
public interface MemberTexts {
    @Message("Members")
    String title();

    @Message("owner")
    String owner();

    @Message("admin")
    String admin();

    @Message("developer")
    String developer();

    @Message("billing viewer")
    String billing();

    @Message("everything, the audit log and other owners too")
    String ownerText();

    @Message("all keys and members, owners aside")
    String adminText();

    @Message("models, spending, keys of their own")
    String developerText();

    @Message("spending alone")
    String billingText();

    @Message("since")
    String since();

    @Message("Manage")
    String manage();

    @Message("Role")
    String role();

    @Message("Remove")
    String remove();

    @Message("Leave the account")
    String leave();

    @Message("All keys and apps of this person in the account end at once.")
    String removeText();

    @Message("Invite somebody")
    String invite();

    @Message("Send the invitation")
    String sendInvitation();

    @Message("Open invitations")
    String invitations();

    @Message("until")
    String until();

    @Message("Withdraw")
    String withdraw();

    @Message("An invitation")
    String invitation();

    @Message("You are invited to the account")
    String invitationText();

    @Message("as")
    String asRole();

    @Message("Accept")
    String accept();

    @Message("You are signed in as somebody else. The invitation is for")
    String otherPerson();

    @Message("Sign in, or sign up, as")
    String signInFirst();

    @Message(
            "It has been used, withdrawn, or is too old, or it was sent to another address than yours. Ask for another one.")
    String goneText();

    @Message("Your accounts")
    String accounts();

    @Message("this one")
    String current();

    @Message("Change to it")
    String actFor();

    @Message("You belong to no account any more.")
    String noAccount();

    @Message("The account needs an owner. Make somebody else one first.")
    String lastOwner();

    @Message("There are too many open invitations. Withdraw some first.")
    String tooManyInvitations();
}
