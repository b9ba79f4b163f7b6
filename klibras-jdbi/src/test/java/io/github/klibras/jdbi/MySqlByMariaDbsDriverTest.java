package io.github.klibras.jdbi;

import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** All tests of MySQL once more, for .ci/full: only the driver differs. */
@EnabledIf(value = "io.github.klibras.jdbi.MySqlServer#available", disabledReason = "There is no server")
@EnabledIfSystemProperty(
        named = "klibras.mysql.drivers",
        matches = "all",
        disabledReason = "MariaDB's driver for MySQL is tested whole with -Dklibras.mysql.drivers=all")
class MySqlByMariaDbsDriverTest extends DatabaseTests {

    MySqlByMariaDbsDriverTest() {
        super(MySqlServer.MARIADB_DRIVER);
    }
}
