package ru.xrouter.auth.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.junit.main.Launch;
import io.quarkus.test.junit.main.LaunchResult;
import io.quarkus.test.junit.main.QuarkusMainTest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import ru.xrouter.service.testing.SeparateRolesResource;

@QuarkusMainTest
@TestProfile(MigrateOnlyIT.Only.class)
@WithTestResource(SeparateRolesResource.class)
class MigrateOnlyIT {
    @Test
    @Launch({})
    void makesTheTablesGivesTheRightsAndExits(LaunchResult result) {
        assertThat(result.exitCode()).isZero();
        assertThat(result.getOutput())
                .contains("Successfully applied", "Executing SQL callback: afterMigrate")
                .doesNotContain("Listening on");
    }

    public static final class Only implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("xrouter.migrate", "only");
        }
    }
}
