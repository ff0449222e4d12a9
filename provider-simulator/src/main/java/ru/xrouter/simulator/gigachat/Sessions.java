package ru.xrouter.simulator.gigachat;

import java.util.LinkedHashMap;
import java.util.Map;

/** The last prompt of each session, so that a prefix seen before is counted as cached; old sessions are forgotten. */
final class Sessions {
    private static final int REMEMBERED = 10_000;

    private final Map<String, long[]> fingerprints = new LinkedHashMap<>(16, 0.75f, true);

    /** Tokens of the messages that the session's previous prompt began with, and remembers this prompt. */
    synchronized int cachedTokens(String session, ChatRequest request) {
        var messages = request.messages();
        var prints = new long[messages.size()];
        for (var i = 0; i < prints.length; i++) {
            prints[i] = messages.get(i).fingerprint();
        }
        var before = fingerprints.put(session + '\n' + request.model(), prints);
        if (fingerprints.size() > REMEMBERED) {
            fingerprints.remove(fingerprints.keySet().iterator().next());
        }
        var cached = 0;
        for (var i = 0; before != null && i < Math.min(before.length, prints.length) && before[i] == prints[i]; i++) {
            cached += messages.get(i).tokens();
        }
        return cached;
    }

    synchronized void clear() {
        fingerprints.clear();
    }
}
