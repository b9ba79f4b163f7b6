package io.github.klibras.jdbi;

import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;

import java.util.ArrayList;
import java.util.List;

/** Records the statements of one action, as the driver receives them. */
final class StatementRecorder implements SqlLogger {

    private final List<String> statements = new ArrayList<>();

    @Override
    public void logBeforeExecution(StatementContext context) {
        statements.add(context.getParsedSql().getSql());
    }

    List<String> during(Runnable action) {
        statements.clear();
        action.run();
        return List.copyOf(statements);
    }
}
