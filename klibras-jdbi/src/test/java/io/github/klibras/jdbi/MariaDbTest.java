package io.github.klibras.jdbi;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf(value = "io.github.klibras.jdbi.MariaDbServer#available", disabledReason = "There is no server")
class MariaDbTest extends DatabaseTests {

    MariaDbTest() {
        super(MariaDbServer.INSTANCE);
    }

    @Nested
    class StorageEngines extends StorageEngineTests {
        StorageEngines() {
            super(MariaDbServer.INSTANCE);
        }
    }
}
