package ru.xrouter.local.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ru.xrouter.local.plan.Component;
import ru.xrouter.local.plan.LaunchPlan;
import ru.xrouter.local.plan.Ports;
import ru.xrouter.local.plan.Providers;
import ru.xrouter.local.plan.Secrets;
import ru.xrouter.local.state.StateDirectory;

/** PostgreSQL and Redis as the stack runs them, on one data folder started twice. */
class StoresIT {
    private static final Secrets SECRETS = new Secrets("token", "pepper", "auth-secret", "billing-secret");

    @TempDir
    private Path folder;

    private StateDirectory state;

    @BeforeEach
    void create() throws IOException {
        state = new StateDirectory(folder.resolve(".xrouter"));
        state.create();
    }

    @Test
    void findsTheDataAgainAfterARestart() throws Exception {
        // Given
        var plan = plan();
        var before = started(plan);
        try (var connection = connect(plan, "auth", "auth-secret")) {
            run(connection, "CREATE TABLE auth.kept (word text)");
            run(connection, "INSERT INTO auth.kept VALUES ('привет')");
        }
        assertThat(redis(plan, "SET kept 1")).isEqualTo("+OK");
        before.forEach(Member::stop);
        // When
        var after = started(plan);
        // Then
        try (var connection = connect(plan, "auth", "auth-secret");
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT word FROM kept")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("привет");
        }
        assertThat(redis(plan, "EXISTS kept")).isEqualTo(":1");
        // And
        after.forEach(Member::stop);
        assertThat(after).allSatisfy(member -> assertThat(member.process()).isEmpty());
    }

    @Test
    void keepsTheServicesOutOfEachOthersDatabase() throws Exception {
        // Given
        var plan = plan();
        var stores = started(plan);
        // Then
        assertThatThrownBy(() -> connect(plan, "auth", "billing-secret")).hasMessageContaining("password");
        var own = "jdbc:postgresql://127.0.0.1:%d/xrouter_billing"
                .formatted(plan.ports().of(Component.POSTGRES));
        assertThatThrownBy(() -> DriverManager.getConnection(own, "xrouter_auth", "auth-secret"))
                .isInstanceOf(SQLException.class);
        stores.forEach(Member::stop);
    }

    @Test
    void startsAgainAfterPostgresWasKilled() throws Exception {
        // Given
        var plan = plan();
        var stores = started(plan);
        var postgres = stores.getFirst();
        Termination.byForce(postgres.process().orElseThrow());
        // When
        postgres.launch();
        // Then
        try (var connection = connect(plan, "billing", "billing-secret")) {
            assertThat(connection.isValid(1)).isTrue();
        }
        stores.forEach(Member::stop);
    }

    private List<Member> started(LaunchPlan plan) throws Exception {
        var members = new Members(plan);
        members.unpack();
        var stores = members.all().stream()
                .filter(member -> List.of(Component.POSTGRES, Component.REDIS)
                        .contains(member.part().component()))
                .toList();
        for (var store : stores) {
            store.launch();
            store.awaitReady();
        }
        return stores;
    }

    private LaunchPlan plan() throws IOException {
        return new LaunchPlan(
                Path.of("java"),
                checkout(),
                state,
                new Ports(freeOffset()),
                SECRETS,
                Providers.from(Map.of()),
                1,
                false,
                Map.of());
    }

    /** The binaries are unpacked below the checkout; this one is the test's own. */
    private Path checkout() throws IOException {
        return Files.createDirectories(folder);
    }

    private static int freeOffset() throws IOException {
        for (var offset = 12_000; offset < 20_000; offset += 100) {
            if (isFree(5433 + offset) && isFree(6380 + offset)) {
                return offset;
            }
        }
        throw new IOException("no free ports");
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException _) {
            return false;
        }
    }

    private static Connection connect(LaunchPlan plan, String schema, String password) throws SQLException {
        var url = "jdbc:postgresql://127.0.0.1:%d/xrouter_%s?currentSchema=%s"
                .formatted(plan.ports().of(Component.POSTGRES), schema, schema);
        return DriverManager.getConnection(url, "xrouter_" + schema, password);
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String redis(LaunchPlan plan, String command) throws IOException {
        try (var socket =
                new Socket(InetAddress.getLoopbackAddress(), plan.ports().of(Component.REDIS))) {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }
}
