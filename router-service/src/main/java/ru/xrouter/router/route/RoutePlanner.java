package ru.xrouter.router.route;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.access.OwnCredential;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.router.catalogue.Catalogue;
import ru.xrouter.router.catalogue.Endpoint;
import ru.xrouter.router.catalogue.Offer;
import ru.xrouter.router.health.Health;
import ru.xrouter.router.peek.ProviderWishes;
import ru.xrouter.router.peek.RequestPeek;

/**
 * Orders the candidates of a request. Pure. Models come in the caller's order ({@code model}, then {@code models});
 * within one, candidates come by {@code provider.order}, else by price, throughput or latency when asked for, else as in the catalogue. A provider
 * for which the account has a credential of its own is called with that, and after it with ours only if the account allows.
 */
public final class RoutePlanner {
    /** Parameters that are honoured at every endpoint, by the router itself. */
    private static final Set<String> ALWAYS =
            Set.of("model", "models", "provider", "usage", "user", "safety_identifier");

    /** OpenAI's older names, which are honoured where the newer are. */
    private static final Map<String, String> LEGACY =
            Map.of("functions", "tools", "function_call", "tool_choice", "plugins", "web_search_options");

    private final Catalogue catalogue;
    private final RequestPeek peek;
    private final ProviderWishes wishes;
    private final List<OwnCredential> own;
    private final Health health;

    private RoutePlanner(Catalogue catalogue, RequestPeek peek, List<OwnCredential> own, Health health) {
        this.catalogue = catalogue;
        this.health = health;
        this.peek = peek;
        this.own = own;
        this.wishes = peek.provider();
    }

    /**
     * @param own the account's own credentials at providers
     * @param health how the candidates have been doing
     * @throws UnknownModelException when {@code model} is unknown
     * @throws InvalidParameterException naming the wish that no candidate fulfils
     */
    public static Route plan(Catalogue catalogue, RequestPeek peek, List<OwnCredential> own, Health health) {
        return new RoutePlanner(catalogue, peek, own, health).plan();
    }

    private Route plan() {
        checkProviders("provider.order", wishes.order());
        checkProviders("provider.only", wishes.only());
        checkProviders("provider.ignore", wishes.ignore());
        var named = named();
        if (wishes.equals(ProviderWishes.NONE)) {
            return new Route(peek.model(), distinct(named));
        }
        var wished = named.stream().map(this::wished).toList();
        var route = distinct(wished);
        if (route.isEmpty()) {
            throw nobody(distinct(named));
        }
        if (wishes.hedgeAfterMillis() != null && route.size() < 2) {
            throw new InvalidParameterException(
                    "provider.hedge_after_ms",
                    "no_candidate",
                    "'provider.hedge_after_ms' needs a second candidate: name one in 'models', or loosen other wishes of 'provider'.");
        }
        return new Route(peek.model(), route);
    }

    private List<List<Offer>> named() {
        var first = catalogue.offers(peek.model());
        if (first == null) {
            throw new UnknownModelException(peek.model());
        }
        var all = new ArrayList<List<Offer>>();
        all.add(serving(first, "model", peek.model()));
        for (int i = 0; i < peek.models().size(); i++) {
            var more = catalogue.offers(peek.models().get(i));
            if (more == null) {
                throw new InvalidParameterException(
                        "models[%d]".formatted(i),
                        "model_not_found",
                        "The model '%s' does not exist. GET /v1/models lists those that do."
                                .formatted(peek.models().get(i)));
            }
            all.add(serving(more, "models[%d]".formatted(i), peek.models().get(i)));
        }
        return all;
    }

    /** Those that serve the request's endpoint: an alias may stand for models of several kinds. */
    private List<Offer> serving(List<Offer> offers, String param, String name) {
        var serving = offers.stream()
                .filter(offer -> offer.model().serves(peek.endpoint()))
                .toList();
        if (serving.isEmpty()) {
            var where = offers.stream()
                    .flatMap(offer -> offer.model().endpoints().stream())
                    .distinct()
                    .map(Endpoint::path)
                    .collect(Collectors.joining(" and "));
            throw new InvalidParameterException(
                    param,
                    "unsupported_value",
                    "The model '%s' does not serve %s; ask it at %s."
                            .formatted(name, peek.endpoint().path(), where));
        }
        return own.isEmpty() ? serving : serving.stream().flatMap(this::paid).toList();
    }

    /** The offer as the account can have it: on its own contract, on ours, or on the one after the other. */
    private Stream<Offer> paid(Offer offer) {
        return own.stream()
                .filter(credential ->
                        credential.provider().equals(offer.candidate().adapter()))
                .findFirst()
                .map(credential -> credential.allowFallback()
                        ? Stream.of(offer.with(credential), offer)
                        : Stream.of(offer.with(credential)))
                .orElseGet(() -> Stream.of(offer));
    }

    private static List<Offer> distinct(List<List<Offer>> lists) {
        if (lists.size() == 1) {
            return lists.getFirst();
        }
        var all = new LinkedHashSet<Offer>();
        lists.forEach(all::addAll);
        return List.copyOf(all);
    }

    private List<Offer> wished(List<Offer> offers) {
        var fitting =
                offers.stream().filter(this::allowed).filter(this::affordable).filter(this::honours);
        fitting = sorted(fitting);
        if (!wishes.order().isEmpty()) {
            fitting = fitting.sorted(Comparator.comparingInt(this::rank));
        }
        if (wishes.allowFallbacks()) {
            return fitting.toList();
        }
        // Without fallbacks a caller who gave an order gets those providers; one who gave none gets the first.
        return wishes.order().isEmpty()
                ? fitting.limit(1).toList()
                : fitting.filter(offer -> rank(offer) < wishes.order().size()).toList();
    }

    private Stream<Offer> sorted(Stream<Offer> offers) {
        return switch (wishes.sort()) {
            case null -> offers;
            case PRICE -> offers.sorted(Comparator.comparingLong(RoutePlanner::price));
            case LATENCY -> offers.sorted(Speed.byLatency(health, peek.stream()));
            case THROUGHPUT -> offers.sorted(Speed.byThroughput(health));
        };
    }

    private boolean allowed(Offer offer) {
        return (wishes.only().isEmpty() || anyCalled(wishes.only(), offer)) && !anyCalled(wishes.ignore(), offer);
    }

    private boolean affordable(Offer offer) {
        return within(offer.price().promptPerMillion(), wishes.maxPromptPrice())
                && within(offer.price().completionPerMillion(), wishes.maxCompletionPrice());
    }

    private static boolean within(long price, @Nullable Long most) {
        return most == null || price <= most;
    }

    private boolean honours(Offer offer) {
        return !wishes.requireParameters() || firstNotHonoured(offer) == null;
    }

    private @Nullable String firstNotHonoured(Offer offer) {
        return peek.present().stream()
                .filter(Predicate.not(ALWAYS::contains))
                .filter(Predicate.not(peek.endpoint()::honours))
                .filter(name -> !offer.model().supportedParameters().contains(LEGACY.getOrDefault(name, name)))
                .sorted()
                .findFirst()
                .orElse(null);
    }

    private static long price(Offer offer) {
        return Math.addExact(offer.price().promptPerMillion(), offer.price().completionPerMillion());
    }

    private int rank(Offer offer) {
        for (int i = 0; i < wishes.order().size(); i++) {
            if (offer.candidate().isCalled(wishes.order().get(i))) {
                return i;
            }
        }
        return wishes.order().size();
    }

    private static boolean anyCalled(List<String> names, Offer offer) {
        return names.stream().anyMatch(offer.candidate()::isCalled);
    }

    private void checkProviders(String param, List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            if (!catalogue.knowsProvider(names.get(i))) {
                throw new InvalidParameterException(
                        "%s[%d]".formatted(param, i),
                        "provider_not_found",
                        "There is no provider '%s'.".formatted(names.get(i)));
            }
        }
    }

    /** Names the first wish that left nobody, in the order in which they were applied. */
    private InvalidParameterException nobody(List<Offer> offers) {
        var allowed = offers.stream().filter(this::allowed).toList();
        if (allowed.isEmpty()) {
            return unfulfilled(wishes.only().isEmpty() ? "provider.ignore" : "provider.only");
        }
        var affordable = allowed.stream().filter(this::affordable).toList();
        if (affordable.isEmpty()) {
            return unfulfilled("provider.max_price");
        }
        var honouring = affordable.stream().filter(this::honours).toList();
        if (!honouring.isEmpty()) {
            return unfulfilled("provider.order");
        }
        return new InvalidParameterException(
                firstNotHonoured(affordable.getFirst()),
                "unsupported_parameter",
                "No candidate honours every parameter of the request, as provider.require_parameters asks.");
    }

    private static InvalidParameterException unfulfilled(String param) {
        return new InvalidParameterException(
                param, "no_candidate", "No provider of the requested model fulfils '%s'.".formatted(param));
    }
}
