package ru.xrouter.api.testing.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import ru.xrouter.api.testing.fuzz.Tree.Field;
import ru.xrouter.api.testing.fuzz.Tree.Fields;
import ru.xrouter.api.testing.fuzz.Tree.Items;
import ru.xrouter.api.testing.fuzz.Tree.Leaf;

/** The ways in which a text is broken: first as JSON, then, less often, as bytes. */
final class Mutations {
    private static final int MOST = 4;
    private static final int DEEPEST = 1_500;
    private static final int LONGEST = 20_000;

    private final Random random;
    private final List<Tree> others;
    private final Values values;

    /** @param others where parts of other texts are taken from */
    Mutations(Random random, List<Tree> others) {
        this.random = random;
        this.others = others;
        this.values = new Values(random);
    }

    /** Half of the time broken so lightly that it may well be served. */
    byte[] broken(Tree tree) {
        if (random.nextBoolean()) {
            return new MildMutations(random).changed(tree).toString().getBytes(StandardCharsets.UTF_8);
        }
        var mutated = tree;
        for (int i = random.nextInt(MOST) + 1; i > 0; i--) {
            mutated = somewhere(mutated);
        }
        var bytes = mutated.toString().getBytes(StandardCharsets.UTF_8);
        return random.nextInt(4) == 0 ? brokenBytes(bytes) : bytes;
    }

    /** Text that is not one JSON value: an answer's events or lines. */
    byte[] brokenBytes(byte[] bytes) {
        var broken = bytes;
        for (int i = random.nextInt(MOST) + 1; i > 0 && broken.length > 0; i--) {
            broken = bytes(broken);
        }
        return broken;
    }

    /** Goes down by chance and changes what it has come to. */
    private Tree somewhere(Tree tree) {
        return switch (tree) {
            case Fields(var fields)
            when !fields.isEmpty() && random.nextInt(4) > 0 -> {
                var changed = new ArrayList<>(fields);
                var at = random.nextInt(changed.size());
                var field = changed.get(at);
                changed.set(at, new Field(field.name(), somewhere(field.value())));
                yield new Fields(changed);
            }
            case Items(var items)
            when !items.isEmpty() && random.nextInt(4) > 0 -> {
                var changed = new ArrayList<>(items);
                var at = random.nextInt(changed.size());
                changed.set(at, somewhere(changed.get(at)));
                yield new Items(changed);
            }
            default -> changed(tree);
        };
    }

    private Tree changed(Tree tree) {
        return switch (tree) {
            case Fields(var fields) when random.nextInt(3) > 0 -> new Fields(changedFields(new ArrayList<>(fields)));
            case Items(var items) when random.nextInt(3) > 0 -> new Items(changedItems(new ArrayList<>(items)));
            default -> replaced(tree);
        };
    }

    private List<Field> changedFields(List<Field> fields) {
        var at = fields.isEmpty() ? -1 : random.nextInt(fields.size());
        switch (at < 0 ? 3 : random.nextInt(5)) {
            case 0 -> fields.remove(at);
            case 1 -> fields.add(random.nextInt(fields.size() + 1), fields.get(at));
            case 2 -> fields.add(new Field(fields.get(at).name(), values.leaf()));
            case 3 -> fields.add(new Field(values.name(), random.nextBoolean() ? stolen() : values.leaf()));
            default -> fields.set(at, new Field(values.name(), fields.get(at).value()));
        }
        return fields;
    }

    private List<Tree> changedItems(List<Tree> items) {
        var at = items.isEmpty() ? -1 : random.nextInt(items.size());
        switch (at < 0 ? 3 : random.nextInt(5)) {
            case 0 -> items.remove(at);
            case 1 -> items.add(items.get(at));
            case 2 -> {
                for (int i = random.nextInt(200); i > 0; i--) {
                    items.add(items.get(at));
                }
            }
            case 3 -> items.add(random.nextBoolean() ? stolen() : values.leaf());
            default -> items.add(0, items.remove(at));
        }
        return items;
    }

    private Tree replaced(Tree tree) {
        return switch (random.nextInt(6)) {
            case 0 -> stolen();
            case 1 -> new Items(new ArrayList<>(List.of(tree)));
            case 2 -> new Fields(new ArrayList<>(List.of(new Field(values.name(), tree))));
            case 3 -> random.nextInt(8) == 0 ? deep(tree) : values.leaf();
            default -> values.leaf();
        };
    }

    private Tree deep(Tree tree) {
        var depth = 1 + random.nextInt(DEEPEST);
        return random.nextBoolean()
                ? new Leaf("[".repeat(depth) + tree + "]".repeat(depth))
                : new Leaf("{\"properties\":".repeat(depth) + tree + "}".repeat(depth));
    }

    /** A part of another text. */
    private Tree stolen() {
        var part = others.get(random.nextInt(others.size()));
        while (random.nextInt(3) > 0) {
            part = switch (part) {
                case Fields(var fields)
                when !fields.isEmpty() ->
                    fields.get(random.nextInt(fields.size())).value();
                case Items(var items) when !items.isEmpty() -> items.get(random.nextInt(items.size()));
                default -> part;
            };
        }
        return part;
    }

    private byte[] bytes(byte[] bytes) {
        var at = random.nextInt(bytes.length);
        return switch (random.nextInt(5)) {
            case 0 -> spliced(bytes, at, bytes.length, new byte[0]);
            case 1 -> {
                var flipped = bytes.clone();
                flipped[at] ^= (byte) (1 << random.nextInt(8));
                yield flipped;
            }
            case 2 -> spliced(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(20)), new byte[0]);
            case 3 -> {
                var more = new byte[1 + random.nextInt(random.nextInt(50) == 0 ? LONGEST : 8)];
                random.nextBytes(more);
                yield spliced(bytes, at, at, more);
            }
            default -> {
                var to = Math.min(bytes.length, at + 1 + random.nextInt(100));
                yield spliced(bytes, at, at, Arrays.copyOfRange(bytes, at, to));
            }
        };
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] between) {
        var spliced = new byte[bytes.length - (to - from) + between.length];
        System.arraycopy(bytes, 0, spliced, 0, from);
        System.arraycopy(between, 0, spliced, from, between.length);
        System.arraycopy(bytes, to, spliced, from + between.length, bytes.length - to);
        return spliced;
    }
}
