package io.github.klibras.jdbi;

import org.jdbi.v3.core.Handle;

/** Common base of MariaDB and MySQL, on which the Python service makes the same tables. */
abstract class InnoDbServer extends TestServer {

    @Override
    String quoted(String name) {
        return '`' + name + '`';
    }

    @Override
    String onTable(String table) {
        return " on " + table;
    }

    @Override
    String folder() {
        return "mariadb";
    }

    @Override
    String schema() {
        return "database()";
    }

    @Override
    String analyze() {
        return "analyze table processing_jobs, processing_job_videos, users, user_sign_association";
    }

    @Override
    long rowsRead(Handle handle, String statement, Object... parameters) {
        long before = rowsReadBefore(handle);
        handle.select(statement, parameters).mapToMap().list();
        return rowsReadBefore(handle) - before;
    }

    private static long rowsReadBefore(Handle handle) {
        return handle
                .createQuery("show session status like 'Handler_read%'")
                .map((row, context) -> row.getLong(2))
                .stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    @Override
    boolean locksSeeWhatIsCommitted() {
        return true;
    }

    @Override
    String sessionIn(String zone) {
        return "set time_zone = '" + zone + "'";
    }

    @Override
    String withAnotherRole() {
        return "alter table users modify column role enum ('USER', 'ADMIN', 'MODERATOR') not null";
    }

    @Override
    String withLongerText(String table, String column, int length) {
        return "alter table " + table + " modify column " + column + " varchar(" + length + ") not null";
    }
}
