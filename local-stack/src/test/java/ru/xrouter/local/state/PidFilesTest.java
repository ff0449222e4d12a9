package ru.xrouter.local.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidFilesTest {
    @TempDir
    private Path folder;

    private StateDirectory state;

    @BeforeEach
    void create() throws IOException {
        state = new StateDirectory(folder);
        state.create();
    }

    @Test
    void findsALivingProcess() throws IOException {
        // Given
        new PidFiles(state).write("router-service", ProcessHandle.current());
        // When
        var found = new PidFiles(state).find("router-service");
        // Then
        assertThat(found).contains(ProcessHandle.current());
    }

    @Test
    void takesNoOtherProcessWithTheSamePidForIt() throws IOException {
        // Given
        state.write("pids/router-service", ProcessHandle.current().pid() + " 2001-01-01T00:00:00Z\n");
        // When
        var found = new PidFiles(state).find("router-service");
        // Then
        assertThat(found).isEmpty();
    }

    @Test
    void findsNothingWhereNothingWasStarted() throws IOException {
        assertThat(new PidFiles(state).find("router-service")).isEmpty();
    }
}
