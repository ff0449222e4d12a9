package ru.xrouter.local.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Shows the e-mails that come into a folder, each once; those that were there before are old. Makes the folder. */
public final class Mailbox {
    private final Path folder;
    private final Console console;
    private final Set<Path> seen;

    public Mailbox(Path folder, Console console) throws IOException {
        this.folder = folder;
        this.console = console;
        Files.createDirectories(folder);
        this.seen = new HashSet<>(mails());
    }

    /** Shows what came since the last look. */
    public void look() throws IOException {
        for (var mail : mails()) {
            if (seen.contains(mail)) {
                continue;
            }
            var text = text(mail);
            // The next look sees the rest of one that is being written.
            if (text.endsWith("\n")) {
                seen.add(mail);
                console.line("✉ " + mail.getFileName());
                text.lines().forEach(line -> console.line("    " + line));
            }
        }
    }

    /** Empty when somebody has removed it meanwhile. */
    private static String text(Path mail) throws IOException {
        try {
            return Files.readString(mail);
        } catch (NoSuchFileException _) {
            return "";
        }
    }

    /** The oldest first: their names begin with the time. */
    private List<Path> mails() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".eml"))
                    .sorted()
                    .toList();
        }
    }
}
