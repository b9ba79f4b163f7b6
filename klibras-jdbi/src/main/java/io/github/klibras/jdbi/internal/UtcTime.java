package io.github.klibras.jdbi.internal;

import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * Instants in columns without a zone: in UTC, to the microsecond, as the Python service writes them.
 *
 * <p>Drivers turn a {@link java.sql.Timestamp} into the zone of the JVM, where an hour of the year may not exist. A
 * {@link LocalDateTime} goes through as it is.
 */
final class UtcTime extends AbstractArgumentFactory<Instant> {

    UtcTime() {
        super(Types.TIMESTAMP);
    }

    @Override
    protected Argument build(Instant instant, ConfigRegistry config) {
        LocalDateTime utc = LocalDateTime.ofInstant(instant.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC);
        return (position, statement, context) -> statement.setObject(position, utc);
    }

    static Instant read(ResultSet row, String column) throws SQLException {
        Instant instant = readNullable(row, column);
        if (instant == null) {
            throw new SQLException("The column " + column + " is null");
        }
        return instant;
    }

    static Instant readOr(ResultSet row, String column, Instant absent) throws SQLException {
        Instant instant = readNullable(row, column);
        return instant == null ? absent : instant;
    }

    static @Nullable Instant readNullable(ResultSet row, String column) throws SQLException {
        LocalDateTime utc = row.getObject(column, LocalDateTime.class);
        return utc == null ? null : utc.toInstant(ZoneOffset.UTC);
    }
}
