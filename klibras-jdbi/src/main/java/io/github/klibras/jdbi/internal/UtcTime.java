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

    /** The bounds of PostgreSQL's timestamps; what lies beyond are its infinities. */
    private static final Instant EARLIEST = Instant.parse("-4713-11-24T00:00:00Z");

    private static final Instant LATEST = Instant.parse("+294276-12-31T23:59:59.999999Z");

    UtcTime() {
        super(Types.TIMESTAMP);
    }

    @Override
    protected Argument build(Instant instant, ConfigRegistry config) {
        LocalDateTime utc = storable(instant);
        return (position, statement, context) -> statement.setObject(position, utc);
    }

    /** PostgreSQL reads and writes its infinities as the greatest and the least date of Java. */
    private static LocalDateTime storable(Instant instant) {
        if (instant.isAfter(LATEST)) {
            return LocalDateTime.MAX;
        }
        return instant.isBefore(EARLIEST)
                ? LocalDateTime.MIN
                : LocalDateTime.ofInstant(instant.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC);
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
