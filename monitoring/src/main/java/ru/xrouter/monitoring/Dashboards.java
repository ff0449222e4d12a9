package ru.xrouter.monitoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** All dashboards; as a program, writes them into the chart's folder. */
final class Dashboards {
    private Dashboards() {}

    static List<Dashboard> all() {
        return List.of(
                OverviewDashboard.of(),
                GatewayDashboard.of(),
                RouterDashboard.of(),
                AuthDashboard.of(),
                BillingDashboard.of(),
                AdaptersDashboard.of(),
                ProvidersDashboard.of(),
                MoneyDashboard.of(),
                SloDashboard.of());
    }

    static void write(Path folder) throws IOException {
        for (var dashboard : all()) {
            Files.writeString(folder.resolve(dashboard.uid() + ".json"), DashboardJson.of(dashboard));
        }
    }
}
