package ru.xrouter.auth.account;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.InvalidParameterException;

/** What an operator writes to make an account. */
record NewAccount(@JsonProperty("name") @Nullable String name) {
    private static final int LONGEST_NAME = 200;

    /** The name, or an {@link InvalidParameterException} that says what is wrong with it. */
    String checkedName() {
        if (name == null || name.isBlank()) {
            throw new InvalidParameterException(
                    "name", "missing_required_parameter", "Missing required parameter: 'name'.");
        }
        if (name.length() > LONGEST_NAME) {
            throw new InvalidParameterException(
                    "name", "invalid_value", "'name' must have at most %d characters.".formatted(LONGEST_NAME));
        }
        return name;
    }
}
