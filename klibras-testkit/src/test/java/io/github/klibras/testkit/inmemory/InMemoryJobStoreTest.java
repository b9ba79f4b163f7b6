package io.github.klibras.testkit.inmemory;

import io.github.klibras.core.inmemory.InMemoryStores;
import io.github.klibras.core.store.Stores;
import io.github.klibras.testkit.job.JobClaimContract;
import io.github.klibras.testkit.job.JobEndingContract;
import io.github.klibras.testkit.job.JobHistoryContract;
import io.github.klibras.testkit.job.JobHousekeepingContract;
import io.github.klibras.testkit.job.JobSubmissionContract;
import org.junit.jupiter.api.Nested;

class InMemoryJobStoreTest {

    @Nested
    class Submission extends JobSubmissionContract {
        @Override
        protected Stores emptyStores() {
            return new InMemoryStores();
        }
    }

    @Nested
    class Claims extends JobClaimContract {
        @Override
        protected Stores emptyStores() {
            return new InMemoryStores();
        }
    }

    @Nested
    class Endings extends JobEndingContract {
        @Override
        protected Stores emptyStores() {
            return new InMemoryStores();
        }
    }

    @Nested
    class History extends JobHistoryContract {
        @Override
        protected Stores emptyStores() {
            return new InMemoryStores();
        }
    }

    @Nested
    class Housekeeping extends JobHousekeepingContract {
        @Override
        protected Stores emptyStores() {
            return new InMemoryStores();
        }
    }
}
