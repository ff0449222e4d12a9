package ru.xrouter.auth.migration;

import java.util.Map;
import org.flywaydb.core.Flyway;
import ru.xrouter.service.testing.SeparateRolesResource;

/** The owner has migrated; the service works as the other role. */
public final class MigratedPostgresResource extends SeparateRolesResource {
    @Override
    public Map<String, String> start() {
        super.start();
        Flyway.configure()
                .dataSource(url(), OWNER, OWNER)
                .schemas("auth")
                .placeholders(Map.of("runtime_role", RUNTIME))
                .load()
                .migrate();
        return settings(RUNTIME);
    }
}
