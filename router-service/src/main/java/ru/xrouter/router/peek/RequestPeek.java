package ru.xrouter.router.peek;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the router knows of a request's body.
 *
 * @param models the fallback list, without {@code model}
 * @param maxTokens the caller's limit per choice; null when there is none
 * @param choices {@code n}
 * @param includeUsage {@code usage.include}: the caller wants the usage at the end of a stream
 * @param present names of all top-level parameters that are not null
 */
public record RequestPeek(
        String model,
        List<String> models,
        boolean stream,
        @Nullable Integer maxTokens,
        int choices,
        boolean includeUsage,
        ProviderWishes provider,
        Set<String> present) {}
