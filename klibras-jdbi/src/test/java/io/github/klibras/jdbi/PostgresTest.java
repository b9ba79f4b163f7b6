package io.github.klibras.jdbi;

class PostgresTest extends DatabaseTests {

    PostgresTest() {
        super(PostgresServer.INSTANCE);
    }
}
