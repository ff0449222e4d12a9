package ru.xrouter.router.peek;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.money.Money;

/** Reads the value the parser stands at; a value of another type is refused by the parameter's name. */
final class Fields {
    private static final int LONGEST_NAME = 256;
    private static final int LONGEST_NUMBER = 40;

    private final JsonParser json;

    Fields(JsonParser json) {
        this.json = json;
    }

    String text(String path) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw type(path, "a string");
        }
        var text = json.getText();
        if (text.isEmpty() || text.length() > LONGEST_NAME) {
            throw value(path, "'%s' must have 1 to %d characters.".formatted(path, LONGEST_NAME));
        }
        return text;
    }

    /** A string of any length; null for anything else, which only the adapter refuses. */
    @Nullable
    String anyText() throws IOException {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            return json.getText();
        }
        json.skipChildren();
        return null;
    }

    List<String> texts(String path, int most) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw type(path, "an array of strings");
        }
        var texts = new ArrayList<String>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (texts.size() == most) {
                throw value(path, "'%s' may hold at most %d names.".formatted(path, most));
            }
            texts.add(text(path + "[" + texts.size() + "]"));
        }
        return texts;
    }

    /** How many texts a string or an array holds. Token numbers are none: their one refusal is the adapter's. */
    int texts() throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            json.skipChildren();
            return 1;
        }
        var count = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (!json.currentToken().isNumeric()) {
                count++;
            }
            json.skipChildren();
        }
        return count;
    }

    boolean flag(String path) throws IOException {
        return switch (json.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw type(path, "a boolean");
        };
    }

    /** An integer from 1 on. */
    int integer(String path, int most) throws IOException {
        return integer(path, 1, most);
    }

    int integer(String path, int least, int most) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw type(path, "an integer");
        }
        var tooLong =
                json.getTextLength() > LONGEST_NUMBER || json.getNumberType() == JsonParser.NumberType.BIG_INTEGER;
        if (tooLong || json.getLongValue() < least || json.getLongValue() > most) {
            throw value(path, "'%s' must be between %d and %d.".formatted(path, least, most));
        }
        return json.getIntValue();
    }

    /** A price in roubles, as a number or a string, in micro-roubles. */
    long price(String path) throws IOException {
        switch (json.currentToken()) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_STRING -> {}
            default -> throw type(path, "a number");
        }
        try {
            if (json.getTextLength() > LONGEST_NUMBER) {
                throw new NumberFormatException();
            }
            var price = Money.ofRoubles(new BigDecimal(json.getText()));
            if (!price.isNegative()) {
                return price.micros();
            }
        } catch (NumberFormatException | ArithmeticException _) {
            // Refused below, like a negative price.
        }
        throw value(path, "'%s' must be roubles per million tokens with at most six decimals.".formatted(path));
    }

    boolean includeUsage() throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw type("usage", "an object");
        }
        var include = false;
        for (var name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            if (name.equals("include") && json.currentToken() != JsonToken.VALUE_NULL) {
                include = flag("usage.include");
            } else {
                json.skipChildren();
            }
        }
        return include;
    }

    static InvalidParameterException type(String path, String expected) {
        return new InvalidParameterException(
                path, "invalid_type", "Invalid type for '%s': expected %s.".formatted(path, expected));
    }

    static InvalidParameterException value(String path, String message) {
        return new InvalidParameterException(path, "invalid_value", message);
    }
}
