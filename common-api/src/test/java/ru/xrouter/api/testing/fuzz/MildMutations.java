package ru.xrouter.api.testing.fuzz;

import java.util.ArrayList;
import java.util.Random;
import ru.xrouter.api.testing.fuzz.Tree.Field;
import ru.xrouter.api.testing.fuzz.Tree.Fields;
import ru.xrouter.api.testing.fuzz.Tree.Items;
import ru.xrouter.api.testing.fuzz.Tree.Leaf;

/** One change that leaves JSON what it is, and types as they are: such a text gets as far as the provider. */
final class MildMutations {
    private static final String MODEL = "model";

    private final Random random;
    private final Values values;

    MildMutations(Random random) {
        this.random = random;
        this.values = new Values(random);
    }

    Tree changed(Tree tree) {
        return switch (tree) {
            case Fields(var fields)
            when fields.isEmpty() || random.nextInt(8) == 0 -> {
                var changed = new ArrayList<>(fields);
                changed.add(
                        random.nextInt(changed.size() + 1),
                        new Field(values.text(), new Leaf(Tree.quoted(values.text()))));
                yield new Fields(changed);
            }
            case Fields(var fields) -> {
                var changed = new ArrayList<>(fields);
                var at = random.nextInt(changed.size());
                var field = changed.get(at);
                if (!field.name().equals(MODEL)) {
                    changed.set(at, new Field(field.name(), changed(field.value())));
                }
                yield new Fields(changed);
            }
            case Items(var items) when items.isEmpty() -> tree;
            case Items(var items) -> {
                var changed = new ArrayList<>(items);
                var at = random.nextInt(changed.size());
                if (random.nextInt(8) == 0) {
                    changed.add(changed.get(at));
                } else {
                    changed.set(at, changed(changed.get(at)));
                }
                yield new Items(changed);
            }
            case Leaf(var text) -> new Leaf(leaf(text));
        };
    }

    private String leaf(String text) {
        return switch (text.charAt(0)) {
            case '"' -> string(text);
            case 't' -> "false";
            case 'f' -> "true";
            case 'n' -> text;
            default -> Integer.toString(1 + random.nextInt(3));
        };
    }

    /** Puts something into the text, which keeps its quotes and escapes. */
    private String string(String quoted) {
        var more = Tree.quoted(values.text());
        var inner = more.substring(1, more.length() - 1);
        return random.nextBoolean()
                ? "\"" + inner + quoted.substring(1)
                : quoted.substring(0, quoted.length() - 1) + inner + "\"";
    }
}
