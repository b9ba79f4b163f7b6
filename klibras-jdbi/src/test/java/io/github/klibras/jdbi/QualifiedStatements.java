package io.github.klibras.jdbi;

import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rejects statements that leave the schema of a table to the connection. Thread-safe. */
final class QualifiedStatements implements SqlLogger {

    private static final Pattern UNQUALIFIED =
            Pattern.compile("(?i)\\b(?:from|join|into|update|using)\\s+(?:users|signs|modules|\\w+_association"
                    + "|processing_jobs|processing_job_videos)\\b(?!\\.)");

    @Override
    public void logBeforeExecution(StatementContext context) {
        String sql = context.getParsedSql().getSql();
        Matcher unqualified = UNQUALIFIED.matcher(sql);
        if (unqualified.find()) {
            throw new AssertionError("'" + unqualified.group() + "' names no schema, in: " + sql);
        }
    }
}
