package io.github.klibras.jdbi.internal;

import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.time.Instant;
import java.util.List;

/** Asks whether the schema is there. */
public interface SchemaSql {

    /** Fails if the columns that the newest migration added are missing; otherwise returns nothing. */
    @SqlQuery("select relay_until from processing_jobs cross join signs where signs.retired and 1 = 0")
    List<Instant> probe();
}
