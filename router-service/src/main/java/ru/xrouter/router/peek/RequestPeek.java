package ru.xrouter.router.peek;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ru.xrouter.router.catalogue.Endpoint;

/**
 * What the router knows of a request's body.
 *
 * @param texts prompts of a text completion, inputs of embeddings; 1 for a chat
 * @param models the fallback list, without {@code model}
 * @param maxTokens the caller's limit per choice; null when there is none
 * @param choices {@code n}: answers to each text
 * @param includeUsage {@code usage.include}: the caller wants the usage at the end of a stream
 * @param user the caller's name for its end user; null when there is none
 * @param hostedTools whether a tool that the provider runs itself may put what it finds into the prompt
 * @param images parts of messages that are images
 * @param imageBytes how much of the body they are
 * @param present names of all top-level parameters that ask for more than they would left out
 */
public record RequestPeek(
        Endpoint endpoint,
        String model,
        List<String> models,
        boolean stream,
        @Nullable Integer maxTokens,
        int choices,
        int texts,
        boolean includeUsage,
        ProviderWishes provider,
        @Nullable String user,
        boolean hostedTools,
        int images,
        int imageBytes,
        Set<String> present) {
    /** Whether the answer of a chat is to have a form, which not every model knows. */
    public boolean formatted() {
        return endpoint == Endpoint.CHAT && present.contains("response_format");
    }
}
