package ru.xrouter.local.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsFileTest {
    @TempDir
    private Path folder;

    @Test
    void keepsTheSecretsOfTheFirstStart() throws IOException {
        // Given
        var state = created();
        var first = SecretsFile.readOrCreate(state);
        // When
        var second = SecretsFile.readOrCreate(state);
        // Then
        assertThat(second).isEqualTo(first);
        assertThat(first.serviceToken()).hasSize(64).isNotEqualTo(first.authPepper());
    }

    @Test
    void letsOnlyTheOwnerReadThem() throws IOException {
        // Given
        var state = created();
        // When
        SecretsFile.readOrCreate(state);
        // Then
        assertThat(Files.getPosixFilePermissions(state.file("secrets.env")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(state.root())).isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void makesNewOnesAfterAReset() throws IOException {
        // Given
        var state = created();
        var before = SecretsFile.readOrCreate(state);
        // When
        state.reset();
        // Then
        assertThat(SecretsFile.readOrCreate(state)).isNotEqualTo(before);
    }

    private StateDirectory created() throws IOException {
        var state = new StateDirectory(folder.resolve("state"));
        state.create();
        return state;
    }
}
