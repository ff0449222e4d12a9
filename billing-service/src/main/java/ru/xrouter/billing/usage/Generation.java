package ru.xrouter.billing.usage;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.money.Money;
import ru.xrouter.api.money.Price;
import ru.xrouter.api.usage.GivenUpAttempt;
import ru.xrouter.api.usage.Outcome;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.api.usage.UsageEvent;

/** A settled generation as it was rated. Read here; written by {@link UsageStore}'s statements alone. */
@Entity
@Immutable
@Table(name = "generation")
public class Generation {
    @Id
    @Column(name = "generation_id")
    private String generationId;

    @Column(name = "account_id")
    private String accountId;

    @Column(name = "key_id")
    private String keyId;

    @Column(name = "model")
    private String model;

    @Column(name = "requested_model")
    private String requestedModel;

    @Column(name = "provider")
    private String provider;

    @Column(name = "streamed")
    private boolean streamed;

    @Column(name = "outcome")
    private String outcome;

    @Column(name = "finish_reason")
    private @Nullable String finishReason;

    @Column(name = "error_code")
    private @Nullable String errorCode;

    @Column(name = "prompt_tokens")
    private int promptTokens;

    @Column(name = "completion_tokens")
    private int completionTokens;

    @Column(name = "cached_tokens")
    private int cachedTokens;

    @Column(name = "reasoning_tokens")
    private int reasoningTokens;

    @Column(name = "estimated")
    private boolean estimated;

    @Column(name = "prompt_per_million")
    private long promptPerMillion;

    @Column(name = "cached_per_million")
    private long cachedPerMillion;

    @Column(name = "completion_per_million")
    private long completionPerMillion;

    @Column(name = "price_valid_from")
    private LocalDate priceValidFrom;

    @Column(name = "cost")
    private long cost;

    @Column(name = "vat")
    private long vat;

    @Column(name = "provider_cost")
    private long providerCost;

    @Column(name = "attempts")
    private int attempts;

    @Column(name = "started_at")
    private Instant startedAt;

    @Column(name = "latency_ms")
    private long latencyMillis;

    @Column(name = "first_byte_ms")
    private @Nullable Long firstByteMillis;

    @Column(name = "provider_request_id")
    private @Nullable String providerRequestId;

    @Column(name = "byok")
    private boolean byok;

    @Column(name = "app")
    private @Nullable String app;

    @Column(name = "end_user")
    private @Nullable String endUser;

    @Column(name = "endpoint")
    private @Nullable String endpoint;

    /** For Hibernate, which fills the fields. */
    @SuppressWarnings("NullAway.Init")
    protected Generation() {}

    /** The event this generation was settled by; what was given up on the way is kept beside it. */
    public UsageEvent event(List<GivenUpAttempt> givenUp) {
        return new UsageEvent(
                generationId,
                accountId,
                keyId,
                model,
                requestedModel,
                provider,
                streamed,
                Outcome.valueOf(outcome.toUpperCase(Locale.ROOT)),
                finishReason,
                errorCode,
                new Usage(promptTokens, completionTokens, cachedTokens, reasoningTokens, estimated),
                new Price(promptPerMillion, cachedPerMillion, completionPerMillion, priceValidFrom),
                new Money(cost),
                new Money(vat),
                new Money(providerCost),
                attempts,
                startedAt.toEpochMilli(),
                latencyMillis,
                firstByteMillis,
                providerRequestId,
                // Whether the key had a cap then is of no use any more.
                false,
                byok,
                app,
                endUser,
                endpoint,
                givenUp);
    }
}
