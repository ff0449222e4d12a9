package ru.xrouter.simulator.knobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Knobs that hold for every request to a provider until they are changed. */
public final class GlobalKnobs {
    private static final Set<String> NOT_KNOBS = Set.of("provider");

    private final Slot gigachat = new Slot();
    private final Slot yandexgpt = new Slot();

    /** The knobs and the running generations of one provider. */
    public static final class Slot {
        private final AtomicInteger running = new AtomicInteger();
        private volatile Knobs knobs = Knobs.NONE;

        /** The provider's knobs now. */
        public Knobs knobs() {
            return knobs;
        }

        /** Takes a place among the running generations, or answers false when all are taken. */
        public boolean enter() {
            if (running.incrementAndGet() <= knobs.get(Knob.CONCURRENCY, Integer.MAX_VALUE)) {
                return true;
            }
            running.decrementAndGet();
            return false;
        }

        /** Gives the place back. */
        public void leave() {
            running.decrementAndGet();
        }
    }

    /** GigaChat's slot. */
    public Slot gigachat() {
        return gigachat;
    }

    /** YandexGPT's slot. */
    public Slot yandexgpt() {
        return yandexgpt;
    }

    /** Replaces the knobs of the named provider, or of both when none is named. */
    public void put(ObjectNode json) {
        var knobs = Knobs.parse(json, NOT_KNOBS);
        switch (json.path("provider").asText("")) {
            case "gigachat" -> gigachat.knobs = knobs;
            case "yandex", "yandexgpt" -> yandexgpt.knobs = knobs;
            case "" -> {
                gigachat.knobs = knobs;
                yandexgpt.knobs = knobs;
            }
            default -> throw new IllegalArgumentException("unknown provider, use gigachat or yandexgpt");
        }
    }

    /** Forgets every knob. */
    public void clear() {
        gigachat.knobs = Knobs.NONE;
        yandexgpt.knobs = Knobs.NONE;
    }

    /** The knobs in force, by provider. */
    public JsonNode toJson() {
        var json = JsonNodeFactory.instance.objectNode();
        json.set("gigachat", gigachat.knobs.toJson());
        json.set("yandexgpt", yandexgpt.knobs.toJson());
        return json;
    }
}
