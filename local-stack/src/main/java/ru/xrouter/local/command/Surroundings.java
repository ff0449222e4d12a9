package ru.xrouter.local.command;

import java.nio.file.Path;
import java.util.Optional;
import ru.xrouter.local.state.StateDirectory;

/** Where the checkout and its state are, as the script tells in system properties. */
final class Surroundings {
    private Surroundings() {}

    static Path checkout() {
        return path("xrouter.checkout");
    }

    static StateDirectory state() {
        return new StateDirectory(path("xrouter.state"));
    }

    static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    private static Path path(String property) {
        return Optional.ofNullable(System.getProperty(property))
                .map(Path::of)
                .map(Path::toAbsolutePath)
                .orElseThrow(() -> new IllegalStateException("system property " + property + " is not set"));
    }
}
