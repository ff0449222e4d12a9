package ru.xrouter.simulator.knobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.Set;
import java.util.regex.Pattern;

/** An immutable set of knob values; a knob that is not set leaves the provider's usual behaviour. */
public final class Knobs {
    private static final Pattern BLANKS = Pattern.compile("[\\s,]+");

    /** No knob is set. */
    public static final Knobs NONE = new Knobs(new EnumMap<>(Knob.class));

    private final EnumMap<Knob, Long> values;

    private Knobs(EnumMap<Knob, Long> values) {
        this.values = values;
    }

    /** Reads {@code latency=200ms garbage tokens=10}; throws on a knob it does not know. */
    public static Knobs parse(String text) {
        var values = new EnumMap<Knob, Long>(Knob.class);
        for (var word : BLANKS.split(text.strip(), -1)) {
            if (!word.isEmpty()) {
                var equals = word.indexOf('=');
                var knob = Knob.named(equals < 0 ? word : word.substring(0, equals));
                values.put(knob, knob.parse(equals < 0 ? "" : word.substring(equals + 1)));
            }
        }
        return new Knobs(values);
    }

    /** Reads a JSON object of knobs, leaving out the named members that are not knobs. */
    public static Knobs parse(ObjectNode json, Set<String> notKnobs) {
        var values = new EnumMap<Knob, Long>(Knob.class);
        for (var member : json.properties()) {
            if (!notKnobs.contains(member.getKey())) {
                var knob = Knob.named(member.getKey());
                values.put(knob, knob.parse(member.getValue().asText()));
            }
        }
        return new Knobs(values);
    }

    /** Tells whether the knob is set. */
    public boolean has(Knob knob) {
        return values.containsKey(knob);
    }

    /** Tells whether a flag is set and not zero. */
    public boolean on(Knob knob) {
        return get(knob, 0) != 0;
    }

    /** The value of a knob, or the other value when it is not set. */
    public long get(Knob knob, long otherwise) {
        var value = values.get(knob);
        return value == null ? otherwise : value;
    }

    /** The same knobs, and those of the other set that are not set here. */
    public Knobs over(Knobs base) {
        if (base.values.isEmpty()) {
            return this;
        }
        if (values.isEmpty()) {
            return base;
        }
        var merged = new EnumMap<>(base.values);
        merged.putAll(values);
        return new Knobs(merged);
    }

    /** The knobs that are set, by wire name. */
    public JsonNode toJson() {
        var json = JsonNodeFactory.instance.objectNode();
        values.forEach((knob, value) -> json.put(knob.wireName(), value));
        return json;
    }
}
