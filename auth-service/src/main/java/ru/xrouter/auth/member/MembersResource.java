package ru.xrouter.auth.member;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import ru.xrouter.auth.account.MemberStore;
import ru.xrouter.auth.account.Membership;
import ru.xrouter.auth.account.Permission;
import ru.xrouter.auth.account.Role;
import ru.xrouter.auth.member.Members.Outcome;
import ru.xrouter.auth.page.ClientAddress;
import ru.xrouter.auth.page.Pages;
import ru.xrouter.auth.person.Attempts;
import ru.xrouter.auth.person.Entrance;
import ru.xrouter.auth.person.People;
import ru.xrouter.auth.person.SignedIn;

/** Members of the account. What a role may do here is asked again by {@link Members} when it is done. */
@Path("/account/members")
class MembersResource {
    private final Members members;
    private final MemberStore store;
    private final Attempts attempts;
    private final Entrance entrance;
    private final Pages pages;

    MembersResource(Members members, MemberStore store, Attempts attempts, Entrance entrance, Pages pages) {
        this.members = members;
        this.store = store;
        this.attempts = attempts;
        this.entrance = entrance;
        this.pages = pages;
    }

    /** The template, checked when the service is built. */
    @CheckedTemplate
    static final class Templates {
        private Templates() {}

        static native TemplateInstance members(
                SignedIn signedIn,
                boolean own,
                List<Membership> members,
                List<Invitation> invitations,
                List<Role> roles,
                String fault);
    }

    @GET
    @RunOnVirtualThread
    public Response show(@Context HttpHeaders request, @RestQuery @Nullable String account) {
        return entrance.page(
                request,
                account,
                Permission.SEE_MEMBERS,
                (signedIn, accountId) -> page(request, signedIn, accountId, "", Response.Status.OK));
    }

    @POST
    @Path("/invite")
    @RunOnVirtualThread
    public Response invite(
            @Context HttpHeaders request,
            @Context HttpServerRequest connection,
            @RestForm @Nullable String email,
            @RestForm @Nullable String role) {
        return entrance.form(request, Permission.MANAGE_MEMBERS, signedIn -> {
            var address = ClientAddress.of(connection);
            var invited = People.email(email);
            if (invited.isEmpty()) {
                return answer(request, signedIn, "badEmail", Response.Status.BAD_REQUEST);
            }
            var account = signedIn.person().account();
            if (attempts.tooMany(address) || attempts.oneMailTooMany(account, "invitation", invited.get())) {
                return answer(request, signedIn, "tooMany", Response.Status.TOO_MANY_REQUESTS);
            }
            attempts.count(address);
            return done(
                    request,
                    signedIn,
                    role(role)
                            .map(wish -> members.invite(
                                    signedIn.person(), invited.get(), wish, Pages.russian(request), address)));
        });
    }

    @POST
    @Path("/withdraw")
    @RunOnVirtualThread
    public Response withdraw(
            @Context HttpHeaders request,
            @Context HttpServerRequest connection,
            @RestForm @Nullable String invitation) {
        return entrance.form(
                request,
                Permission.MANAGE_MEMBERS,
                signedIn -> done(
                        request,
                        signedIn,
                        Optional.of(members.withdraw(
                                signedIn.person(),
                                Objects.requireNonNullElse(invitation, ""),
                                ClientAddress.of(connection)))));
    }

    @POST
    @Path("/{userId}/role")
    @RunOnVirtualThread
    public Response change(
            @Context HttpHeaders request,
            @Context HttpServerRequest connection,
            @RestPath String userId,
            @RestForm @Nullable String role) {
        return entrance.form(
                request,
                Permission.MANAGE_MEMBERS,
                signedIn -> done(
                        request,
                        signedIn,
                        role(role)
                                .map(wish -> members.change(
                                        signedIn.person(), userId, wish, ClientAddress.of(connection)))));
    }

    /** Everybody may leave; who may remove others, {@link Members} says. */
    @POST
    @Path("/{userId}/remove")
    @RunOnVirtualThread
    public Response remove(
            @Context HttpHeaders request, @Context HttpServerRequest connection, @RestPath String userId) {
        return entrance.form(request, signedIn -> {
            if (signedIn.person().accountId() == null) {
                return entrance.notAllowed(request, signedIn);
            }
            var outcome = members.remove(signedIn.person(), userId, ClientAddress.of(connection));
            var left =
                    outcome == Outcome.DONE && userId.equals(signedIn.person().userId());
            return left ? Pages.redirect("/account").build() : done(request, signedIn, Optional.of(outcome));
        });
    }

    private static Optional<Role> role(@Nullable String name) {
        return Role.ofMember(Objects.requireNonNullElse(name, ""));
    }

    private Response done(HttpHeaders request, SignedIn signedIn, Optional<Outcome> outcome) {
        return switch (outcome.orElse(Outcome.UNKNOWN)) {
            case DONE, UNKNOWN -> Pages.redirect("/account/members").build();
            case NOT_ALLOWED -> entrance.notAllowed(request, signedIn);
            case LAST_OWNER -> answer(request, signedIn, "lastOwner", Response.Status.CONFLICT);
            case TOO_MANY -> answer(request, signedIn, "tooManyInvitations", Response.Status.CONFLICT);
        };
    }

    private Response answer(HttpHeaders request, SignedIn signedIn, String fault, Response.Status status) {
        return page(request, signedIn, signedIn.person().account(), fault, status);
    }

    private Response page(
            HttpHeaders request, SignedIn signedIn, String accountId, String fault, Response.Status status) {
        var person = signedIn.person();
        var own = accountId.equals(person.accountId());
        var roles = Role.ofMembers()
                .filter(role -> role != Role.OWNER || person.may(Permission.MANAGE_OWNERS))
                .toList();
        var page = Templates.members(
                signedIn, own, store.ofAccount(accountId), members.invitations(accountId), roles, fault);
        return pages.page(request, page, status);
    }
}
