package ru.xrouter.auth.input;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.IOException;

/** Refuses JSON whose strings are no text, naming where: JSON spells a NUL, or half a character, in good UTF-8. */
@Singleton
class JsonText implements ObjectMapperCustomizer {
    @Override
    public void customize(ObjectMapper mapper) {
        mapper.registerModule(new SimpleModule("text").addDeserializer(String.class, new Strings()));
    }

    /** Reads strings as Jackson does, and looks at them. */
    private static final class Strings extends StdScalarDeserializer<String> {
        private static final long serialVersionUID = 1;

        Strings() {
            super(String.class);
        }

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            var text = StringDeserializer.instance.deserialize(parser, context);
            if (text != null && !Text.is(text)) {
                throw InvalidFormatException.from(parser, "no text", "", String.class);
            }
            return text;
        }
    }
}
