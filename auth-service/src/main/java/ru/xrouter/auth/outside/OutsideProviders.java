package ru.xrouter.auth.outside;

import com.nimbusds.jose.JWSAlgorithm;
import io.quarkus.runtime.Startup;
import io.quarkus.tls.TlsConfigurationRegistry;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import ru.xrouter.auth.page.SiteConfig;

/** The providers that are configured. What cannot be right stops the start. */
@Startup
@Singleton
public class OutsideProviders {
    private static final Pattern ID = Pattern.compile("[a-z0-9]{1,32}");
    private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Set<String> AUTHENTICATION = Set.of("client_secret_basic", "client_secret_post");

    private final Map<String, OutsideConfig.Provider> providers = new TreeMap<>();
    private final Map<String, OutsideClient> clients = new TreeMap<>();

    OutsideProviders(OutsideConfig config, SiteConfig site, TlsConfigurationRegistry tls) {
        var issuers = new HashSet<URI>();
        config.providers().forEach((id, provider) -> {
            check(id, provider);
            if (!issuers.add(provider.issuer())) {
                // People are known by issuer and subject, whichever provider they came through.
                throw wrong(id, "issuer is another provider's, too");
            }
            var http = new OutsideHttp(
                    provider.timeout(),
                    provider.requestIdHeaders().orElse(List.of()),
                    provider.tls().map(name -> context(id, tls, name)).orElse(null));
            providers.put(id, provider);
            clients.put(
                    id,
                    new OutsideClient(
                            id, provider, URI.create(site.issuer() + "/sign-in/with/" + id + "/callback"), http));
        });
    }

    /**
     * A provider for people to choose.
     *
     * @param id its name in addresses
     */
    public record Choice(String id, String name) {}

    /** All of them. */
    public List<Choice> choices() {
        return providers.entrySet().stream()
                .map(entry -> new Choice(entry.getKey(), entry.getValue().name()))
                .toList();
    }

    public Optional<Choice> choice(@Nullable String id) {
        return choices().stream().filter(choice -> choice.id().equals(id)).findFirst();
    }

    /** Where the person has to go. */
    public URI departure(OutsideAttempt attempt) throws OutsideFault {
        return client(attempt).departure(attempt);
    }

    /**
     * Who came back.
     *
     * @param query what the browser brought, raw
     * @param parameters the same, decoded
     */
    public OutsidePerson arrival(OutsideAttempt attempt, String query, Map<String, String> parameters)
            throws OutsideFault {
        return client(attempt).arrival(attempt, query, parameters);
    }

    private OutsideClient client(OutsideAttempt attempt) {
        var client = clients.get(attempt.provider());
        if (client == null) {
            throw new IllegalArgumentException("There is no provider " + attempt.provider());
        }
        return client;
    }

    private static void check(String id, OutsideConfig.Provider provider) {
        if (!ID.matcher(id).matches()) {
            throw wrong(id, "a provider's name is lower-case letters and digits, at most 32");
        }
        if (provider.clientId().isBlank() || provider.name().isBlank()) {
            throw wrong(id, "name and client-id must not be empty");
        }
        var given = Stream.of(provider.authorizationUrl(), provider.tokenUrl())
                .filter(Optional::isPresent)
                .count();
        if (given == 1) {
            throw wrong(id, "authorization-url and token-url are given both or not at all");
        }
        var openId = provider.scopes().contains("openid");
        if (given == 2 && (openId ? provider.jwksUrl() : provider.userinfoUrl()).isEmpty()) {
            throw wrong(id, openId ? "scope openid needs jwks-url" : "without scope openid, userinfo-url is needed");
        }
        Stream.of(
                        Optional.of(provider.issuer()),
                        provider.authorizationUrl(),
                        provider.tokenUrl(),
                        provider.userinfoUrl(),
                        provider.jwksUrl())
                .flatMap(Optional::stream)
                .filter(address -> !safe(address))
                .findAny()
                .ifPresent(address -> {
                    throw wrong(id, "%s is no https address".formatted(address));
                });
        if (!AUTHENTICATION.contains(provider.clientAuthentication())) {
            throw wrong(id, "client-authentication is one of " + AUTHENTICATION);
        }
        provider.algorithms().stream()
                .map(JWSAlgorithm::parse)
                .filter(algorithm ->
                        !JWSAlgorithm.Family.RSA.contains(algorithm) && !JWSAlgorithm.Family.EC.contains(algorithm))
                .findAny()
                .ifPresent(algorithm -> {
                    throw wrong(id, "algorithms: %s is no signature by RSA or an elliptic curve".formatted(algorithm));
                });
    }

    private static boolean safe(URI address) {
        return address.getHost() != null
                && ("https".equals(address.getScheme())
                        || ("http".equals(address.getScheme()) && LOCAL.contains(address.getHost())));
    }

    private static SSLContext context(String id, TlsConfigurationRegistry tls, String name) {
        try {
            return tls.get(name)
                    .orElseThrow(() -> wrong(id, "tls: there is no quarkus.tls.%s".formatted(name)))
                    .createSSLContext();
        } catch (IllegalStateException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(
                    wrong(id, "tls: quarkus.tls.%s cannot be used".formatted(name))
                            .getMessage(),
                    e);
        }
    }

    private static IllegalStateException wrong(String id, String what) {
        return new IllegalStateException("xrouter.auth.outside.providers.%s: %s.".formatted(id, what));
    }
}
