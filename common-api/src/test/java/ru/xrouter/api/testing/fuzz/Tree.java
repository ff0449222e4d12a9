package ru.xrouter.api.testing.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** JSON that may be wrong: members may repeat, and a leaf is any text. Mutable. */
sealed interface Tree {
    JsonMapper JSON = new JsonMapper();

    record Fields(List<Field> fields) implements Tree {
        @Override
        public String toString() {
            return fields.stream()
                    .map(field -> quoted(field.name) + ":" + field.value)
                    .collect(Collectors.joining(",", "{", "}"));
        }
    }

    record Items(List<Tree> items) implements Tree {
        @Override
        public String toString() {
            return items.stream().map(Tree::toString).collect(Collectors.joining(",", "[", "]"));
        }
    }

    /** Written as it is. */
    record Leaf(String text) implements Tree {
        @Override
        public String toString() {
            return text;
        }
    }

    record Field(String name, Tree value) {}

    /** What is not JSON is one leaf. */
    static Tree of(byte[] text) {
        try {
            return of(JSON.readTree(text));
        } catch (JsonProcessingException _) {
            return new Leaf(new String(text, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Tree of(JsonNode node) {
        if (node.isObject()) {
            var fields = new ArrayList<Field>();
            node.properties().forEach(member -> fields.add(new Field(member.getKey(), of(member.getValue()))));
            return new Fields(fields);
        }
        if (node.isArray()) {
            var items = new ArrayList<Tree>();
            node.forEach(item -> items.add(of(item)));
            return new Items(items);
        }
        return new Leaf(node.toString());
    }

    static String quoted(String text) {
        return new TextNode(text).toString();
    }
}
