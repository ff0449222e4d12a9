package ru.xrouter.auth.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import ru.xrouter.auth.apikey.Operator;
import ru.xrouter.auth.oauth.Browser;

/** An account with an owner, who invites others. */
final class Team {
    private static final Pattern MEMBER = Pattern.compile("/account/members/(user-[0-9a-f]+)/remove");

    final Browser owner = Browser.newPerson();

    /** Somebody who has accepted an invitation and acts for the account. */
    Browser member(String role) {
        return member(role, email());
    }

    Browser member(String role, String email) {
        var member = Browser.signedIn(email);
        join(member, role, email);
        return member;
    }

    void join(Browser person, String role, String email) {
        var invited = owner.post("/account/members/invite", Map.of("email", email, "role", role));
        assertThat(invited.statusCode()).as(invited.asString()).isEqualTo(303);
        var accepted = person.post("/invitation", Map.of("token", Browser.mailedToken(email)));
        assertThat(accepted.statusCode()).as(accepted.asString()).isEqualTo(303);
    }

    static String email() {
        return "m" + UUID.randomUUID() + "@example.org";
    }

    /** The id of the member with this e-mail. */
    String id(String email) {
        var page = owner.get("/account/members").asString();
        var from = page.indexOf("<strong>" + email);
        assertThat(from).as(page).isPositive();
        var id = MEMBER.matcher(page);
        assertThat(id.find(from)).isTrue();
        return id.group(1);
    }

    /** The id of the owner's account. */
    String accountId() {
        var page = owner.post("/account/keys", Map.of("name", "of the team", "scopes", "inference"))
                .asString();
        var from = page.indexOf("xr-");
        return Operator.lookUp(page.substring(from, page.indexOf('<', from)))
                .extract()
                .path("account_id");
    }
}
