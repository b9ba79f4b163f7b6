package io.github.klibras.jdbi.internal;

import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.util.List;

/** Asks whether the schema is there. */
public interface SchemaSql {

    /** Fails if the columns that the newest migration added are missing; otherwise returns nothing. */
    @SqlQuery("select fencing_token, awarded_points from processing_jobs where 1 = 0")
    List<Long> probe();
}
