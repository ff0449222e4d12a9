package ru.xrouter.auth.oauth;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.access.Scope;
import ru.xrouter.auth.page.FormOrigin;
import ru.xrouter.auth.page.Pages;
import ru.xrouter.auth.person.Entrance;
import ru.xrouter.auth.person.Sessions;
import ru.xrouter.auth.person.SignedIn;

/** Asks people whether an app may act for their account, whichever way it asks. */
@Singleton
class ConsentPage {
    private final Sessions sessions;
    private final Entrance entrance;
    private final Pages pages;
    private final FormOrigin forms;

    ConsentPage(Sessions sessions, Entrance entrance, Pages pages, FormOrigin forms) {
        this.sessions = sessions;
        this.entrance = entrance;
        this.pages = pages;
        this.forms = forms;
    }

    /** The templates, checked when the service is built. */
    @CheckedTemplate
    static final class Templates {
        private Templates() {}

        static native TemplateInstance consent(Consent consent, SignedIn signedIn, String fault);

        static native TemplateInstance badRequest();
    }

    /**
     * What the person is asked.
     *
     * @param action where the decision goes, together with the query
     * @param target where the person is taken afterwards
     */
    public record Consent(
            String action, String query, String app, boolean selfRegistered, Set<String> scopes, String target) {
        public boolean keys() {
            return scopes.contains(Scope.KEYS_MANAGE.wireName());
        }
    }

    /** @param fault empty when there is none yet */
    Response ask(HttpHeaders request, Consent consent, SignedIn signedIn, String fault) {
        if (!signedIn.person().mayGive(consent.scopes())) {
            return entrance.notAllowed(request, signedIn);
        }
        return pages.page(
                request,
                Templates.consent(consent, signedIn, fault),
                fault.isEmpty() ? Response.Status.OK : Response.Status.BAD_REQUEST,
                consent.target());
    }

    /** Who decides in a form of ours: whom the page asked, for the account that it named; empty when that is somebody else by now. */
    Optional<SignedIn> decider(HttpHeaders request, @Nullable String asked) {
        forms.check(request);
        return sessions.current(request)
                .filter(signedIn -> signedIn.person().decider().equals(asked));
    }

    Response untrusted(HttpHeaders request) {
        return pages.page(request, Templates.badRequest(), Response.Status.BAD_REQUEST);
    }

    /** Where a redirect leads, for people, and for browsers that ask what a form may lead to. */
    static String target(URI redirect) {
        return redirect.getHost() == null || !redirect.getScheme().startsWith("http")
                ? redirect.getScheme() + ":"
                : redirect.getScheme() + "://" + redirect.getAuthority();
    }
}
