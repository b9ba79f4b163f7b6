package io.github.klibras.jdbi;

import javax.sql.DataSource;
import java.sql.Connection;
import java.sql.SQLException;

/** The connections of a data source. As thread-safe as the data source. */
record PlainConnections(DataSource dataSource) implements ConnectionSource {

    @Override
    public Connection acquire() throws SQLException {
        return dataSource.getConnection();
    }

    @Override
    public void release(Connection connection) throws SQLException {
        connection.close();
    }
}
