package io.github.klibras.jdbi;

import org.h2.jdbcx.JdbcDataSource;

import javax.sql.DataSource;
import java.util.UUID;

/** H2 in the memory of this process. */
final class H2Server extends TestServer {

    static final H2Server INSTANCE = new H2Server();

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
}
