package io.github.klibras.jdbi;

import org.junit.jupiter.api.Tag;

@Tag("one-jdk")
class PostgresTest extends DatabaseTests {

    PostgresTest() {
        super(PostgresServer.INSTANCE);
    }
}
