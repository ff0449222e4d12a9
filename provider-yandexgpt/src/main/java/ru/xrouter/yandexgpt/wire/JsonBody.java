package ru.xrouter.yandexgpt.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/** Writes a request's body. Whatever half of a surrogate pair a caller has spelt in it is replaced. */
public final class JsonBody {
    private static final ObjectWriter JSON = new JsonMapper().writer();

    private JsonBody() {}

    public static byte[] bytes(ObjectNode body) {
        try {
            return WellFormed.text(JSON.writeValueAsString(body)).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree can be written.", e);
        }
    }
}
