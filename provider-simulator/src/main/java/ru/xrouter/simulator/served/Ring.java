package ru.xrouter.simulator.served;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BiConsumer;

/** The last entries of an endless list; writers on any thread never wait. */
final class Ring<T> {
    private record Entry<T>(long id, T value) {}

    private final AtomicReferenceArray<Entry<T>> entries;
    private final AtomicLong next = new AtomicLong();

    Ring(int capacity) {
        entries = new AtomicReferenceArray<>(capacity);
    }

    void add(T value) {
        var id = next.getAndIncrement();
        entries.set((int) (id % entries.length()), new Entry<>(id, value));
    }

    /** Visits the entries with their numbers, oldest first. */
    void forEach(BiConsumer<Long, T> visitor) {
        var end = next.get();
        for (var id = Math.max(0, end - entries.length()); id < end; id++) {
            var entry = entries.get((int) (id % entries.length()));
            if (entry != null && entry.id() == id) {
                visitor.accept(id, entry.value());
            }
        }
    }

    void clear() {
        for (var i = 0; i < entries.length(); i++) {
            entries.set(i, null);
        }
    }
}
