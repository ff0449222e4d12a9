package ru.xrouter.auth.limit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.access.KeyLimits;
import ru.xrouter.api.access.ModelLimits;
import ru.xrouter.api.chat.InvalidParameterException;

/**
 * Limits as operators write them: of a tier, of an account, or of a model in one of these. Null or left out: in an account
 * the tier's own, elsewhere no such limit.
 *
 * @param models limits of single models by id or alias; none in those of a model
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record LimitTerms(
        @JsonProperty("requests_per_minute") @Nullable Integer requestsPerMinute,
        @JsonProperty("requests_per_day") @Nullable Integer requestsPerDay,
        @JsonProperty("tokens_per_minute") @Nullable Integer tokensPerMinute,
        @JsonProperty("tokens_per_day") @Nullable Integer tokensPerDay,
        @JsonProperty("concurrency") @Nullable Integer concurrency,
        @JsonProperty("models") @Nullable Map<String, LimitTerms> models) {
    private static final int HIGHEST = 1_000_000_000;
    private static final int MOST_MODELS = 200;
    private static final Pattern MODEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@/-]{0,255}");

    Map<String, LimitTerms> modelTerms() {
        return Objects.requireNonNullElse(models, Map.of());
    }

    /** These limits, or an {@link InvalidParameterException} that names the first one at fault. */
    LimitTerms checked() {
        numbers("");
        if (modelTerms().size() > MOST_MODELS) {
            throw invalid("models", "'models' must name at most %d models.".formatted(MOST_MODELS));
        }
        modelTerms().forEach((model, terms) -> {
            var param = "models." + model;
            if (!MODEL.matcher(model).matches()) {
                throw invalid("models", "A model is named by its id or alias, as GET /v1/models lists them.");
            }
            if (Objects.isNull(terms) || terms.models != null) {
                throw invalid(param, "'%s' must be an object of limits.".formatted(param));
            }
            terms.numbers(param + ".");
        });
        return this;
    }

    /** The same of a tier, which must say how many requests and generations it allows. */
    LimitTerms checkedTier() {
        required("requests_per_minute", requestsPerMinute);
        required("concurrency", concurrency);
        return checked();
    }

    /** What is set, in one line. */
    String text() {
        return Stream.of(
                        said("requests_per_minute", requestsPerMinute),
                        said("requests_per_day", requestsPerDay),
                        said("tokens_per_minute", tokensPerMinute),
                        said("tokens_per_day", tokensPerDay),
                        said("concurrency", concurrency),
                        said("models", models == null ? null : models.size()))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(", "));
    }

    private static Optional<String> said(String name, @Nullable Integer value) {
        return Optional.ofNullable(value).map(set -> name + "=" + set);
    }

    ModelLimits of(String model) {
        return new ModelLimits(model, requestsPerMinute, requestsPerDay, tokensPerMinute, tokensPerDay, concurrency);
    }

    /** A tier's limits with those that are set here in their place. */
    KeyLimits over(KeyLimits tier) {
        return new KeyLimits(
                Objects.requireNonNullElse(requestsPerMinute, tier.requestsPerMinute()),
                requestsPerDay == null ? tier.requestsPerDay() : requestsPerDay,
                tokensPerMinute == null ? tier.tokensPerMinute() : tokensPerMinute,
                tokensPerDay == null ? tier.tokensPerDay() : tokensPerDay,
                Objects.requireNonNullElse(concurrency, tier.concurrency()));
    }

    private void numbers(String before) {
        number(before + "requests_per_minute", requestsPerMinute);
        number(before + "requests_per_day", requestsPerDay);
        number(before + "tokens_per_minute", tokensPerMinute);
        number(before + "tokens_per_day", tokensPerDay);
        number(before + "concurrency", concurrency);
    }

    private static void number(String param, @Nullable Integer limit) {
        if (limit != null && (limit < 1 || limit > HIGHEST)) {
            throw invalid(param, "'%s' must be between 1 and %d.".formatted(param, HIGHEST));
        }
    }

    private static void required(String param, @Nullable Integer limit) {
        if (limit == null) {
            throw new InvalidParameterException(
                    param, "missing_required_parameter", "Missing required parameter: '%s'.".formatted(param));
        }
    }

    private static InvalidParameterException invalid(String param, String message) {
        return new InvalidParameterException(param, "invalid_value", message);
    }
}
