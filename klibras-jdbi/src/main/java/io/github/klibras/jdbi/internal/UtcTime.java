package io.github.klibras.jdbi.internal;

import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Instants in columns without a zone: in UTC, to the microsecond, as the Python service writes them.
 *
 * <p>Drivers convert a {@link java.sql.Timestamp} to the zone of the JVM, where an hour of the year may not exist. A
 * {@link LocalDateTime} passes through unchanged, unless {@link TimeSpan#inParts} says otherwise.
 */
final class UtcTime extends AbstractArgumentFactory<Instant> {

    /** A zero date of MariaDB: earlier than anything else its columns hold, hence written as a zero date again. */
    static final Instant ZERO_DATE = Instant.parse("0000-01-01T00:00:00Z");

    private static final Pattern PARTIAL_DATE = Pattern.compile("(\\d{4})-(\\d{2})-(\\d{2})\\b.*");

    private final TimeSpan span;

    UtcTime(TimeSpan span) {
        super(Types.TIMESTAMP);
        this.span = span;
    }

    @Override
    protected Argument build(Instant instant, ConfigRegistry config) {
        Object utc = span.parameter(instant);
        return (position, statement, context) -> statement.setObject(position, utc);
    }

    static Instant readOr(ResultSet row, String column, TimeSpan span, Instant absent) throws SQLException {
        Instant instant = readNullable(row, column, span);
        return instant == null ? absent : instant;
    }

    static @Nullable Instant readNullable(ResultSet row, String column, TimeSpan span) throws SQLException {
        LocalDateTime utc;
        try {
            utc = span.inParts() ? readInParts(row, column) : row.getObject(column, LocalDateTime.class);
        } catch (DateTimeException e) {
            return endBeforePartialDate(row.getString(column), e);
        }
        return utc == null ? null : utc.toInstant(ZoneOffset.UTC);
    }

    private static @Nullable LocalDateTime readInParts(ResultSet row, String column) throws SQLException {
        LocalDate date = row.getObject(column, LocalDate.class);
        return date == null ? null : date.atTime(row.getObject(column, LocalTime.class));
    }

    /**
     * Returns a substitute for a partial date: MariaDB accepts dates without a month or a day, which its driver cannot
     * read. The substitute comes right before such a date in the order of the database, so that a page that begins
     * after it does not repeat it, and omits nothing but other such dates of the same month or year.
     */
    private static Instant endBeforePartialDate(@Nullable String text, DateTimeException cause) throws SQLException {
        Matcher date = PARTIAL_DATE.matcher(String.valueOf(text));
        if (!date.matches()) {
            throw new SQLException("A column of times holds a value that is not a time", "22007", cause);
        }
        int year = Integer.parseInt(date.group(1));
        int month = Integer.parseInt(date.group(2));
        LocalDateTime next = LocalDateTime.of(year, Math.max(month, 1), 1, 0, 0);
        return next.minus(1, ChronoUnit.MICROS).toInstant(ZoneOffset.UTC);
    }
}
