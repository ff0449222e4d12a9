package ru.xrouter.local.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The folder that holds data, logs, secrets and process ids of one stack. Nobody but its owner can read it. */
public record StateDirectory(Path root) {
    private static final List<String> FORGOTTEN_BY_RESET =
            List.of("postgres", "redis", "prometheus", "spool", "logs", "control", "state.json", "secrets.env");

    /** A folder of this name inside. */
    public Path directory(String name) {
        return root.resolve(name);
    }

    public Path log(String name) {
        return root.resolve("logs").resolve(name + ".log");
    }

    public Path file(String name) {
        return root.resolve(name);
    }

    /** Makes the folder and those inside it. */
    public void create() throws IOException {
        Files.createDirectories(root);
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
        for (var name : List.of("logs", "pids", "control", "redis", "spool")) {
            Files.createDirectories(directory(name));
        }
    }

    /** Forgets data, logs and secrets; what was built stays. */
    public void reset() throws IOException {
        for (var name : FORGOTTEN_BY_RESET) {
            delete(root.resolve(name));
        }
        create();
    }

    public Optional<String> read(String name) throws IOException {
        var file = file(name);
        return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    }

    /** Replaces a file in one step; readable for its owner only. */
    public void write(String name, String text) throws IOException {
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var temporary = Files.createTempFile(file(name).getParent(), ".new", "", owner);
        Files.writeString(temporary, text);
        Files.move(temporary, file(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    public void remove(String name) throws IOException {
        Files.deleteIfExists(file(name));
    }

    private static void delete(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (var tree = Files.walk(path)) {
            for (var each : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
