package ru.xrouter.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailboxTest {
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final Console console = new Console(new PrintStream(shown, true, StandardCharsets.UTF_8), false);

    @Test
    void showsEachNewEmailOnceAndWhole(@TempDir Path state) throws IOException {
        // Given
        var folder = Files.createDirectories(state.resolve("mail"));
        Files.writeString(folder.resolve("1-old.eml"), "To: old@example.org\n");
        var mailbox = new Mailbox(folder, console);
        // When
        Files.writeString(folder.resolve("3-b.eml"), "To: b@example.org\n\nhttp://localhost/confirm?token=b\n");
        Files.writeString(folder.resolve("2-a.eml"), "To: a@example.org\n");
        Files.writeString(folder.resolve("4-half.eml"), "To: half@exa");
        mailbox.look();
        mailbox.look();
        // Then
        assertThat(shown.toString(StandardCharsets.UTF_8)).isEqualTo("""
                ✉ 2-a.eml
                    To: a@example.org
                ✉ 3-b.eml
                    To: b@example.org
                   \s
                    http://localhost/confirm?token=b
                """);
        Files.writeString(folder.resolve("4-half.eml"), "To: half@example.org\n");
        mailbox.look();
        assertThat(shown.toString(StandardCharsets.UTF_8)).contains("To: half@example.org");
    }

    @Test
    void waitsForTheFolder(@TempDir Path state) throws IOException {
        var folder = state.resolve("mail");
        var mailbox = new Mailbox(folder, console);
        mailbox.look();
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("1.eml"), "To: a@example.org\n");
        mailbox.look();
        assertThat(shown.toString(StandardCharsets.UTF_8)).contains("To: a@example.org");
    }
}
