package ru.xrouter.billing.usage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.usage.GivenUpAttempt;
import ru.xrouter.api.usage.UsageEvent;

/** Reads usage events and refuses those that nobody could be charged by. */
@Singleton
class UsageEventReader {
    private static final int LONGEST_ID = 200;

    private final ObjectMapper json;

    UsageEventReader(ObjectMapper json) {
        this.json = json;
    }

    Reading read(@Nullable String text) {
        if (text == null) {
            return new Reading.Unreadable("it has no field 'event'");
        }
        try {
            var event = json.readValue(text, UsageEvent.class);
            var fault = event == null ? "it is null" : faultOf(event);
            return event == null || fault != null
                    ? new Reading.Unreadable(String.valueOf(fault))
                    : new Reading.Understood(event);
        } catch (JsonProcessingException e) {
            return new Reading.Unreadable(
                    "it is no usage event: " + e.getClass().getSimpleName());
        }
    }

    // Jackson leaves out what the JSON leaves out, so what the type promises has to be checked.
    private static @Nullable String faultOf(UsageEvent event) {
        if (!named(event.generationId()) || !named(event.accountId()) || !named(event.keyId())) {
            return "an id is missing or too long";
        }
        if (!named(event.model()) || !named(event.requestedModel()) || !named(event.provider())) {
            return "a model or the provider is missing or too long";
        }
        if (event.outcome() == null || event.usage() == null) {
            return "the outcome or the usage is missing";
        }
        if (event.price() == null || event.price().validFrom() == null || event.cost() == null) {
            return "the price or the cost is missing";
        }
        if (event.cost().isNegative() || event.providerCost().isNegative()) {
            return "the cost is negative";
        }
        if (event.vat().isNegative() || event.vat().compareTo(event.cost()) > 0) {
            return "the tax is no part of the cost";
        }
        if (!event.givenUp().stream().allMatch(UsageEventReader::whole)) {
            return "an attempt that was given up lacks something";
        }
        return tooLong(event.app()) || tooLong(event.endUser()) ? "the app or the end user is too long" : null;
    }

    private static boolean whole(GivenUpAttempt attempt) {
        return named(attempt.model())
                && named(attempt.provider())
                && named(attempt.reason())
                && attempt.usage() != null
                && attempt.providerCost() != null
                && !attempt.providerCost().isNegative();
    }

    private static boolean named(@Nullable String text) {
        return text != null && !text.isBlank() && text.length() <= LONGEST_ID;
    }

    private static boolean tooLong(@Nullable String text) {
        return text != null && text.length() > LONGEST_ID;
    }

    /** What came of reading an entry. */
    sealed interface Reading {
        record Understood(UsageEvent event) implements Reading {}

        /** @param reason for people; holds nothing of the entry */
        record Unreadable(String reason) implements Reading {}
    }
}
