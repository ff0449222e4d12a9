package ru.xrouter.router.hold;

import ru.xrouter.api.money.Money;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.router.catalogue.Model;
import ru.xrouter.router.catalogue.Offer;
import ru.xrouter.router.peek.RequestPeek;
import ru.xrouter.router.route.Route;

/** The most that a generation could cost. Pure. */
public final class HoldAmount {
    /** Far above what a provider tells of one (Yandex: 256); GigaChat tells nothing. */
    private static final int TOKENS_PER_IMAGE = 4096;

    private static final int MOST = Integer.MAX_VALUE;

    /** Tokens that asking for a form, and asking once more, take at most beside the schema. */
    private static final int INSTRUCTIONS = 1500;

    private HoldAmount() {}

    /**
     * The dearest candidate's price of prompts of one token per byte of body, for no token is less, so many per image, and the longest
     * completions the caller allows. A prompt longer than the model's context would be refused, so it counts no further. Each choice is a call of
     * its own, which reads its prompt anew.
     */
    public static Money of(Route route, RequestPeek peek, int bodyBytes) {
        return route.offers().stream()
                .map(offer -> of(offer, peek, bodyBytes))
                .max(Money::compareTo)
                .orElse(Money.ZERO);
    }

    private static Money of(Offer offer, RequestPeek peek, int bodyBytes) {
        var once = once(offer, peek, bodyBytes);
        return peek.formatted() && !offer.model().capabilities().jsonSchema()
                ? once.plus(repair(offer, peek, bodyBytes))
                : once;
    }

    /** A form that the model does not know may take a second call, which reads the first answer too. */
    private static Money repair(Offer offer, RequestPeek peek, int bodyBytes) {
        var prompt = prompt(peek, bodyBytes) + completion(offer.model(), peek) + INSTRUCTIONS;
        var bounded = Math.min(prompt, offer.model().contextLength());
        return cost(offer, peek, Math.multiplyExact(bounded, peek.choices()));
    }

    private static Money once(Offer offer, RequestPeek peek, int bodyBytes) {
        var model = offer.model();
        var longest = Math.multiplyExact((long) model.contextLength(), peek.texts());
        // What a search or a page brings into the prompt is thousands of tokens, and no more than the context holds.
        var prompts = peek.hostedTools() ? longest : Math.min(prompt(peek, bodyBytes), longest);
        return cost(offer, peek, Math.multiplyExact(prompts, peek.choices()));
    }

    private static long prompt(RequestPeek peek, int bodyBytes) {
        return (long) bodyBytes - peek.imageBytes() + (long) peek.images() * TOKENS_PER_IMAGE;
    }

    /** What a prompt of so many tokens and the longest completions cost; more tokens than an int holds count no further. */
    public static Money cost(Offer offer, RequestPeek peek, long promptTokens) {
        var choices = Math.multiplyExact(peek.choices(), peek.texts());
        var completion = Math.multiplyExact((long) completion(offer.model(), peek), choices);
        return offer.price().costOf(Usage.of(Math.clamp(promptTokens, 0, MOST), Math.clamp(completion, 0, MOST)));
    }

    /** Most tokens of one completion. */
    public static int completion(Model model, RequestPeek peek) {
        var limit = peek.maxTokens();
        return limit == null ? model.maxOutputTokens() : Math.min(limit, model.maxOutputTokens());
    }
}
