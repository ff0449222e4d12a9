package ru.xrouter.auth.person;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import ru.xrouter.auth.audit.ActKind;
import ru.xrouter.auth.audit.AuditLog;
import ru.xrouter.auth.factor.SecondFactors;
import ru.xrouter.auth.page.Pages;
import ru.xrouter.auth.person.Sessions.Stage;

/** What follows once it is known who somebody is: a session of its own, or first the second factor where the person has one. */
@Singleton
class Arrivals {
    private final SecondFactors factors;
    private final Sessions sessions;
    private final Browsers browsers;
    private final AuditLog audit;

    Arrivals(SecondFactors factors, Sessions sessions, Browsers browsers, AuditLog audit) {
        this.factors = factors;
        this.sessions = sessions;
        this.browsers = browsers;
        this.audit = audit;
    }

    /**
     * @param target a path of ours
     * @param by the provider that says so; null when the person knew the password
     */
    Response.ResponseBuilder letIn(
            HttpHeaders request, String userId, String target, @Nullable String by, String address) {
        if (factors.asked(userId)) {
            return Pages.redirect("/sign-in/code?return_to=" + URLEncoder.encode(target, StandardCharsets.UTF_8))
                    .cookie(sessions.openInstead(request, userId, Stage.AWAITS_SECOND_FACTOR, address));
        }
        audit.add(ActKind.SIGNED_IN, null, userId, by, address);
        return Pages.redirect(target)
                .cookie(
                        browsers.signedIn(request, userId, address),
                        sessions.openInstead(request, userId, Stage.BY_PASSWORD, address));
    }
}
