package io.github.klibras.jdbi;

import io.github.klibras.core.store.Stores;
import io.github.klibras.testkit.job.JobEndingContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf(value = "io.github.klibras.jdbi.MySqlServer#available", disabledReason = "There is no server")
class MySqlTest extends DatabaseTests {

    MySqlTest() {
        super(MySqlServer.CONNECTOR_J);
    }

    /** Part of {@link MySqlByMariaDbsDriverTest}, in every build. */
    @Nested
    class JobEndingsByMariaDbsDriver extends JobEndingContract {
        @Override
        protected Stores emptyStores() {
            return JdbiStores.over(MySqlServer.MARIADB_DRIVER.cleaned());
        }
    }

    @Nested
    class StorageEngines extends StorageEngineTests {
        StorageEngines() {
            super(MySqlServer.CONNECTOR_J);
        }
    }
}
