package io.github.klibras.jdbi;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf(value = "io.github.klibras.jdbi.MySqlServer#available", disabledReason = "There is no server")
class MySqlTest extends DatabaseTests {

    MySqlTest() {
        super(MySqlServer.CONNECTOR_J);
    }

    @Nested
    class StorageEngines extends StorageEngineTests {
        StorageEngines() {
            super(MySqlServer.CONNECTOR_J);
        }
    }
}
