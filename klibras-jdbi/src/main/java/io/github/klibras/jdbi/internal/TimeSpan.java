package io.github.klibras.jdbi.internal;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * The times that a database can hold, and the values that stand for those beyond, so that they keep their order.
 *
 * @param earliest the earliest time that it holds
 * @param earlier the parameter that stands for all earlier ones
 * @param latest the latest time that it holds
 * @param later the parameter that stands for all later ones
 * @param inParts whether a time is read as a date and a time of day: the driver shifts a time that it reads as a whole
 */
public record TimeSpan(Instant earliest, Object earlier, Instant latest, Object later, boolean inParts) {

    /**
     * PostgreSQL reads and writes its infinities as the greatest and the least date of Java. H2 stores those
     * dates unchanged.
     */
    public static final TimeSpan OF_POSTGRESQL = new TimeSpan(
            Instant.parse("-4713-11-24T00:00:00Z"),
            LocalDateTime.MIN,
            Instant.parse("+294276-12-31T23:59:59.999999Z"),
            LocalDateTime.MAX,
            false);

    /**
     * MariaDB's zero date comes before all others. Its driver writes years without their sign. Before 3.5.9, when it
     * reads a {@link LocalDateTime} in an hour that does not exist in the JVM's zone, it shifts it.
     */
    public static final TimeSpan OF_MARIADB = new TimeSpan(
            Instant.parse("0001-01-01T00:00:00Z"),
            "0000-00-00 00:00:00",
            Instant.parse("9999-12-31T23:59:59.999999Z"),
            LocalDateTime.parse("9999-12-31T23:59:59.999999"),
            true);

    /**
     * MySQL guarantees no year before 1000, and accepts no zero date in its default mode. MariaDB's driver can be used
     * with it.
     */
    public static final TimeSpan OF_MYSQL = new TimeSpan(
            Instant.parse("1000-01-01T00:00:00Z"),
            LocalDateTime.parse("1000-01-01T00:00:00"),
            Instant.parse("9999-12-31T23:59:59.999999Z"),
            LocalDateTime.parse("9999-12-31T23:59:59.999999"),
            true);

    /** Returns the parameter of a statement that stands for a time: in UTC, to the microsecond. */
    Object parameter(Instant time) {
        if (time.isAfter(latest)) {
            return later;
        }
        return time.isBefore(earliest)
                ? earlier
                : LocalDateTime.ofInstant(time.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC);
    }
}
