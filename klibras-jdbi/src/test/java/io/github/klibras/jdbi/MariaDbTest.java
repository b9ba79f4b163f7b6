package io.github.klibras.jdbi;

import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

@EnabledIfEnvironmentVariable(
        named = MariaDbServer.URL,
        matches = ".+",
        disabledReason = "MariaDB is not tested: " + MariaDbServer.URL + " is not set")
class MariaDbTest extends DatabaseTests {

    MariaDbTest() {
        super(MariaDbServer.INSTANCE);
    }
}
