package io.github.klibras.jdbi.internal;

import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.time.Instant;
import java.util.List;

/** Checks whether the schema exists. */
public interface SchemaSql {

    /** Fails if the columns that the newest migration added are missing; otherwise returns nothing. */
    @SqlQuery("""
            select learnt_at from <schema>.user_sign_association cross join <schema>.processing_jobs
            where ending_key = 0 and 1 = 0
            """)
    List<Instant> probe();
}
