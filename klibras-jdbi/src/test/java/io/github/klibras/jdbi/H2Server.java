package io.github.klibras.jdbi;

import org.h2.jdbcx.JdbcDataSource;
import org.jdbi.v3.core.Handle;

import javax.sql.DataSource;
import java.util.UUID;
import java.util.regex.Pattern;

/** H2 in memory, within this process. */
final class H2Server extends TestServer {

    static final H2Server INSTANCE = new H2Server();

    private static final Pattern SCANNED = Pattern.compile("scanCount: (\\d+)");

    private H2Server() {}

    @Override
    DataSource empty() {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL(memoryUrl());
        dataSource.setUser("sa");
        dataSource.setPassword("");
        return dataSource;
    }

    @Override
    String folder() {
        return "h2";
    }

    @Override
    String schema() {
        return "'public'";
    }

    /** Returns the URL of a new database; it outlives its last connection, and waits long enough for the races. */
    static String memoryUrl() {
        return "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=20000";
    }

    @Override
    boolean simulatesADayInEveryBuild() {
        return true;
    }

    @Override
    String numbers(int count) {
        return "system_range(1, " + count + ")";
    }

    @Override
    String analyze() {
        return "analyze";
    }

    @Override
    long rowsRead(Handle handle, String statement, Object... parameters) {
        String plan = handle.select("explain analyze " + statement, parameters)
                .mapTo(String.class)
                .one();
        return SCANNED.matcher(plan)
                .results()
                .mapToLong(step -> Long.parseLong(step.group(1)))
                .sum();
    }

    @Override
    String sessionIn(String zone) {
        return "set time zone '" + zone + "'";
    }

    @Override
    String withAnotherRole() {
        return "alter table users alter column role set data type enum ('USER', 'ADMIN', 'MODERATOR')";
    }

    @Override
    String withLongerText(String table, String column, int length) {
        return "alter table " + table + " alter column " + column + " set data type varchar(" + length + ")";
    }
}
