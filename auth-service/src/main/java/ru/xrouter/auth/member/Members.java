package ru.xrouter.auth.member;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import ru.xrouter.auth.account.MemberStore;
import ru.xrouter.auth.account.MembershipChanged;
import ru.xrouter.auth.account.Permission;
import ru.xrouter.auth.account.Role;
import ru.xrouter.auth.audit.ActKind;
import ru.xrouter.auth.audit.AuditLog;
import ru.xrouter.auth.id.RandomIds;
import ru.xrouter.auth.page.SiteConfig;
import ru.xrouter.auth.person.Person;
import ru.xrouter.auth.secret.Hashes;
import ru.xrouter.auth.secret.RandomSecrets;
import ru.xrouter.auth.securitymail.MailQueue;

/**
 * Who belongs to an account. Every change looks at all its members at once and lets nobody else change them meanwhile, so that
 * an account never loses its last owner, and nobody acts in a role that was just taken from them.
 */
@ApplicationScoped
class Members {
    private static final int MOST_INVITATIONS = 100;

    private final MemberStore members;
    private final InvitationStore invitations;
    private final Event<MembershipChanged> changes;
    private final AuditLog audit;
    private final MailQueue mails;
    private final RandomSecrets secrets;
    private final RandomIds ids;
    private final SiteConfig site;

    Members(
            MemberStore members,
            InvitationStore invitations,
            Event<MembershipChanged> changes,
            AuditLog audit,
            MailQueue mails,
            RandomSecrets secrets,
            RandomIds ids,
            SiteConfig site) {
        this.members = members;
        this.invitations = invitations;
        this.changes = changes;
        this.audit = audit;
        this.mails = mails;
        this.secrets = secrets;
        this.ids = ids;
        this.site = site;
    }

    /** What became of a wish. */
    enum Outcome {
        DONE,
        NOT_ALLOWED,
        LAST_OWNER,
        TOO_MANY,
        UNKNOWN
    }

    /** Sends an e-mail with a link that works once, for whoever has that address. Nobody learns whether they are known. */
    @Transactional
    Outcome invite(Person by, String email, Role role, boolean russian, String address) {
        var accountId = by.account();
        var all = members.lock(accountId);
        if (!mayGive(all.get(by.userId()), role)) {
            return Outcome.NOT_ALLOWED;
        }
        var now = now();
        if (invitations.ofAccount(accountId, now).size() >= MOST_INVITATIONS) {
            return Outcome.TOO_MANY;
        }
        var secret = secrets.next();
        var until = now.plus(site.invitationLifetime());
        invitations.put(ids.next("inv"), Hashes.sha256(secret), accountId, email, role, by.userId(), now, until);
        audit.add(ActKind.INVITED_MEMBER, accountId, by.userId(), email + " (" + role.wireName() + ")", address);
        var subject = russian ? "XRouter: приглашение в аккаунт " : "XRouter: an invitation to the account ";
        mails.addWithLink(
                email,
                subject + by.accountName(),
                (russian ? "Вас приглашает " : "You are invited by ") + by.email() + ": " + site.issuer()
                        + "/invitation?token=" + secret,
                until);
        return Outcome.DONE;
    }

    @Transactional
    Outcome withdraw(Person by, String invitationId, String address) {
        var all = members.lock(by.account());
        if (!may(all.get(by.userId()), Permission.MANAGE_MEMBERS)) {
            return Outcome.NOT_ALLOWED;
        }
        if (!invitations.take(by.account(), invitationId)) {
            return Outcome.UNKNOWN;
        }
        audit.add(ActKind.WITHDREW_INVITATION, by.account(), by.userId(), invitationId, address);
        return Outcome.DONE;
    }

    Optional<Invitation> invitation(String secret) {
        return invitations.find(Hashes.sha256(secret), now());
    }

    /** Whose e-mail was invited becomes a member; who is one already keeps their role. */
    @Transactional
    Optional<Invitation> accept(Person person, String secret, String address) {
        var invitation = invitation(secret)
                .filter(found -> found.email().equals(person.email()))
                .filter(found -> invitations.take(found.accountId(), found.invitationId()));
        invitation
                .filter(taken -> members.add(taken.accountId(), person.userId(), taken.role(), now()))
                .ifPresent(taken -> audit.add(
                        ActKind.JOINED_ACCOUNT,
                        taken.accountId(),
                        person.userId(),
                        taken.role().wireName(),
                        address));
        return invitation;
    }

    @Transactional
    Outcome change(Person by, String userId, Role role, String address) {
        var all = members.lock(by.account());
        var before = all.get(userId);
        if (before == null) {
            return Outcome.UNKNOWN;
        }
        if (!mayGive(all.get(by.userId()), role) || !mayGive(all.get(by.userId()), before)) {
            return Outcome.NOT_ALLOWED;
        }
        if (role != Role.OWNER && lastOwner(all, userId)) {
            return Outcome.LAST_OWNER;
        }
        members.change(by.account(), userId, role);
        audit.add(ActKind.CHANGED_ROLE, by.account(), by.userId(), userId + " (" + role.wireName() + ")", address);
        tell(new MembershipChanged(by.account(), userId, role, by.userId(), address));
        return Outcome.DONE;
    }

    /** Takes a member out, or lets one leave. All that they hold in the account ends. */
    @Transactional
    Outcome remove(Person by, String userId, String address) {
        var all = members.lock(by.account());
        var role = all.get(userId);
        if (role == null) {
            return Outcome.UNKNOWN;
        }
        var leaves = userId.equals(by.userId());
        if (!leaves && !mayGive(all.get(by.userId()), role)) {
            return Outcome.NOT_ALLOWED;
        }
        if (lastOwner(all, userId)) {
            return Outcome.LAST_OWNER;
        }
        members.remove(by.account(), userId);
        audit.add(leaves ? ActKind.LEFT_ACCOUNT : ActKind.REMOVED_MEMBER, by.account(), by.userId(), userId, address);
        tell(new MembershipChanged(by.account(), userId, null, by.userId(), address));
        return Outcome.DONE;
    }

    /** Nobody comes back, or comes in, by an invitation of somebody who might not send it any more. */
    private void tell(MembershipChanged change) {
        invitations.takeThoseOf(change.accountId(), change.userId());
        changes.fire(change);
    }

    List<Invitation> invitations(String accountId) {
        return invitations.ofAccount(accountId, now());
    }

    private static boolean mayGive(@Nullable Role by, Role role) {
        return may(by, role == Role.OWNER ? Permission.MANAGE_OWNERS : Permission.MANAGE_MEMBERS);
    }

    private static boolean may(@Nullable Role by, Permission permission) {
        return by != null && by.may(permission);
    }

    private static boolean lastOwner(Map<String, Role> all, String userId) {
        return all.get(userId) == Role.OWNER
                && all.values().stream().filter(Role.OWNER::equals).count() == 1;
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
