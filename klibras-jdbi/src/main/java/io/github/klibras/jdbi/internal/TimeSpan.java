package io.github.klibras.jdbi.internal;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * The times that a database can hold, and what stands for those beyond, so that they keep their order.
 *
 * @param earliest the first one that it holds
 * @param earlier the parameter that stands for all earlier ones
 * @param latest the last one that it holds
 * @param later the parameter that stands for all later ones
 * @param inParts whether a time is read as a date and a time of day: a driver moves what it reads as both at once
 */
public record TimeSpan(Instant earliest, Object earlier, Instant latest, Object later, boolean inParts) {

    /** PostgreSQL reads and writes its infinities as the greatest and the least date of Java. H2 holds them as they are. */
    public static final TimeSpan OF_POSTGRESQL = new TimeSpan(
            Instant.parse("-4713-11-24T00:00:00Z"),
            LocalDateTime.MIN,
            Instant.parse("+294276-12-31T23:59:59.999999Z"),
            LocalDateTime.MAX,
            false);

    /**
     * MariaDB's zero date comes before all others. Its driver writes years without their sign. Before 3.5.9 it moves
     * a {@link LocalDateTime} that it reads out of an hour that does not exist in the zone of the JVM.
     */
    public static final TimeSpan OF_MARIADB = new TimeSpan(
            Instant.parse("0001-01-01T00:00:00Z"),
            "0000-00-00 00:00:00",
            Instant.parse("9999-12-31T23:59:59.999999Z"),
            LocalDateTime.parse("9999-12-31T23:59:59.999999"),
            true);

    /**
     * MySQL warrants no earlier year than 1000, and takes no zero date in its default mode. MariaDB's driver can be
     * used with it.
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
