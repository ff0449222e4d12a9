package ru.xrouter.auth.oauth;

import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.TokenErrorResponse;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import ru.xrouter.auth.page.SiteConfig;

/** Requests and responses between JAX-RS and the protocol's library. */
@Singleton
class Messages {
    private static final String BASIC = "Basic realm=\"XRouter\", charset=\"UTF-8\"";

    private final SiteConfig site;

    Messages(SiteConfig site) {
        this.site = site;
    }

    HTTPRequest request(String path, HttpHeaders headers, String body) {
        var request = new HTTPRequest(HTTPRequest.Method.POST, URI.create(site.issuer() + path));
        request.setHeader(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_FORM_URLENCODED);
        var authorization = headers.getHeaderString(HttpHeaders.AUTHORIZATION);
        if (authorization != null) {
            request.setAuthorization(authorization);
        }
        request.setBody(body);
        return request;
    }

    /**
     * What was wrong, as all endpoints for apps say it. An app that authenticated in the header is told which scheme counts there (RFC 6749, 5.2).
     */
    static Response refused(@Nullable ErrorObject error, HttpHeaders request) {
        var known = known(error);
        var answer = new TokenErrorResponse(known).toHTTPResponse();
        if (known.getHTTPStatusCode() == HTTPResponse.SC_UNAUTHORIZED
                && request.getHeaderString(HttpHeaders.AUTHORIZATION) != null) {
            answer.setWWWAuthenticate(BASIC);
        }
        return response(answer);
    }

    /** What the library does not name is a faulty request. */
    static ErrorObject known(@Nullable ErrorObject error) {
        return error == null || error.getCode() == null ? OAuth2Error.INVALID_REQUEST : error;
    }

    /** Apps in browsers may read it; there is no cookie in it for anybody. */
    static Response response(HTTPResponse answer) {
        var response = Response.status(answer.getStatusCode())
                .header("access-control-allow-origin", "*")
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
        if (answer.getWWWAuthenticate() != null) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, answer.getWWWAuthenticate());
        }
        if (answer.getStatusCode() == Response.Status.TOO_MANY_REQUESTS.getStatusCode()) {
            response.header(HttpHeaders.RETRY_AFTER, CodeGuesses.WINDOW.toSeconds());
        }
        if (answer.getBody() != null) {
            response.type(MediaType.APPLICATION_JSON_TYPE).entity(answer.getBody());
        }
        return response.build();
    }
}
