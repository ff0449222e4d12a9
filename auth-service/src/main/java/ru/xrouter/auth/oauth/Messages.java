package ru.xrouter.auth.oauth;

import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import ru.xrouter.auth.page.SiteConfig;

/** Requests and responses between JAX-RS and the protocol's library. */
@Singleton
class Messages {
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

    /** Apps in browsers may read it; there is no cookie in it for anybody. */
    static Response response(HTTPResponse answer) {
        var response = Response.status(answer.getStatusCode())
                .header("access-control-allow-origin", "*")
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
        if (answer.getWWWAuthenticate() != null) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, answer.getWWWAuthenticate());
        }
        if (answer.getBody() != null) {
            response.type(MediaType.APPLICATION_JSON_TYPE).entity(answer.getBody());
        }
        return response.build();
    }
}
