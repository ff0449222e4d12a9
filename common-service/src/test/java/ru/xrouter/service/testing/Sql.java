package ru.xrouter.service.testing;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;

/** What a test asks of a service's tables, and changes in them behind its back. */
public final class Sql {
    private Sql() {}

    /**
     * The first column of the first row, as text.
     *
     * @throws AssertionError when there is no row
     */
    public static String text(DataSource database, String sql, Object... parameters) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(sql)) {
            fill(statement, parameters);
            try (var rows = statement.executeQuery()) {
                if (!rows.next()) {
                    throw new AssertionError("no row: " + sql);
                }
                return rows.getString(1);
            }
        }
    }

    /**
     * Changes rows.
     *
     * @throws AssertionError when there is none that it would change
     */
    public static void change(DataSource database, String sql, Object... parameters) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(sql)) {
            fill(statement, parameters);
            if (statement.executeUpdate() == 0) {
                throw new AssertionError("no row: " + sql);
            }
        }
    }

    private static void fill(PreparedStatement statement, Object... parameters) throws SQLException {
        for (var i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
    }
}
