package ru.xrouter.auth.outside;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import ru.xrouter.auth.outside.OutsideFault.Kind;

/** Who a person is to a provider: by the ID token, and by the details it gives for an access token where that says too little. */
final class OutsideDetails {
    private static final int LONGEST_SUBJECT = 255;
    private static final double EXACT = 1L << 53;

    private final OutsideConfig.Provider provider;
    private final OutsideHttp http;

    OutsideDetails(OutsideConfig.Provider provider, OutsideHttp http) {
        this.provider = provider;
        this.http = http;
    }

    /** @param idToken the claims of the ID token; null where there is none */
    OutsidePerson person(
            String id, OutsideEndpoints endpoints, BearerAccessToken access, @Nullable Map<String, Object> idToken)
            throws OutsideFault {
        if (idToken != null) {
            var subject = subject(idToken);
            if (claim(idToken, provider.emailClaim()).isPresent() || endpoints.userinfo() == null) {
                return person(id, subject, idToken);
            }
            var details = details(endpoints.userinfo(), access);
            // OpenID Connect Core 5.3.2: details of somebody else are not used.
            if (!subject(details).equals(subject)) {
                throw new OutsideFault(Kind.UNTRUSTED, "The details are another person's.");
            }
            return person(id, subject, details);
        }
        if (endpoints.userinfo() == null) {
            throw new OutsideFault(Kind.UNTRUSTED, "There is neither an ID token nor an address of details.");
        }
        var details = details(endpoints.userinfo(), access);
        return person(id, subject(details), details);
    }

    private OutsidePerson person(String id, String subject, Map<String, Object> claims) {
        return new OutsidePerson(
                id,
                provider.issuer().toString(),
                subject,
                claim(claims, provider.emailClaim()),
                provider.trustEmail()
                        || claim(claims, provider.emailVerifiedClaim())
                                .filter("true"::equals)
                                .isPresent());
    }

    private String subject(Map<String, Object> claims) throws OutsideFault {
        return claim(claims, provider.subjectClaim())
                .filter(subject -> !subject.isBlank() && subject.length() <= LONGEST_SUBJECT)
                .orElseThrow(() -> new OutsideFault(Kind.UNTRUSTED, "It does not say who the person is."));
    }

    private Map<String, Object> details(URI address, BearerAccessToken access) throws OutsideFault {
        try {
            var request = new HTTPRequest(
                    provider.userinfoByForm() ? HTTPRequest.Method.POST : HTTPRequest.Method.GET, address);
            if (provider.userinfoByForm()) {
                request.setEntityContentType(com.nimbusds.common.contenttype.ContentType.APPLICATION_URLENCODED);
                request.setBody(URLUtils.serializeParameters(
                        Map.of("access_token", List.of(access.getValue()), "client_id", List.of(provider.clientId()))));
            } else {
                request.setAuthorization(provider.tokenScheme() + " " + access.getValue());
            }
            var answer = request.send(http);
            if (!answer.indicatesSuccess()) {
                throw new OutsideFault(
                        answer.getStatusCode() >= 500 ? Kind.UNREACHABLE : Kind.UNTRUSTED,
                        "The details answered " + answer.getStatusCode());
            }
            return JSONObjectUtils.parse(answer.getBody());
        } catch (IOException e) {
            throw new OutsideFault(Kind.UNREACHABLE, "No details: " + e.getMessage());
        } catch (ParseException e) {
            throw new OutsideFault(Kind.UNTRUSTED, "The details cannot be read.");
        }
    }

    /** By the name itself, else along its dots. */
    static Optional<String> claim(Map<String, Object> claims, String name) {
        Object value = claims.get(name);
        if (value == null) {
            value = claims;
            for (var part : name.split("\\.", -1)) {
                value = value instanceof Map<?, ?> nested ? nested.get(part) : null;
            }
        }
        return switch (value) {
            case String text -> Optional.of(text);
            case Boolean flag -> Optional.of(flag.toString());
            case Number number -> whole(number);
            case null, default -> Optional.empty();
        };
    }

    /** Numbers of people are whole, whichever type the JSON parser chose; one that it rounded could be somebody else's. */
    private static Optional<String> whole(Number number) {
        if (number instanceof Double || number instanceof Float) {
            var value = number.doubleValue();
            return Math.abs(value) < EXACT && value == Math.rint(value)
                    ? Optional.of(String.valueOf((long) value))
                    : Optional.empty();
        }
        return Optional.of(number.toString());
    }
}
