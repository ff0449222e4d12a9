package ru.xrouter.local.state;

import java.io.IOException;
import ru.xrouter.local.plan.Secrets;

/** The secrets of a state directory: made once, then always the same. */
public final class SecretsFile {
    private static final String NAME = "secrets.env";

    private SecretsFile() {}

    public static Secrets readOrCreate(StateDirectory state) throws IOException {
        var stored = state.read(NAME);
        if (stored.isPresent()) {
            return Secrets.parse(stored.get());
        }
        var secrets = Secrets.generate();
        state.write(NAME, secrets.format());
        return secrets;
    }
}
