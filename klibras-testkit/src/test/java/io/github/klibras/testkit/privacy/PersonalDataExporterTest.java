package io.github.klibras.testkit.privacy;

import io.github.klibras.core.StoreException;
import io.github.klibras.core.catalog.CatalogStore;
import io.github.klibras.core.catalog.LearningModule;
import io.github.klibras.core.catalog.NewModule;
import io.github.klibras.core.catalog.NewSign;
import io.github.klibras.core.catalog.Sign;
import io.github.klibras.core.inmemory.InMemoryStores;
import io.github.klibras.core.inmemory.InsecurePasswordHasher;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.job.NewJob;
import io.github.klibras.core.leaderboard.LeaderboardStore;
import io.github.klibras.core.privacy.PersonalData;
import io.github.klibras.core.privacy.PersonalDataExporter;
import io.github.klibras.core.progress.CompletedModule;
import io.github.klibras.core.progress.LearnedSign;
import io.github.klibras.core.progress.ProgressStore;
import io.github.klibras.core.store.Stores;
import io.github.klibras.core.user.EmailAddress;
import io.github.klibras.core.user.Registration.Registered;
import io.github.klibras.core.user.User;
import io.github.klibras.core.user.UserAccounts;
import io.github.klibras.core.user.UserStore;
import io.github.klibras.core.user.Username;
import org.junit.jupiter.api.Test;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PersonalDataExporterTest {

    private final InMemoryStores stores = new InMemoryStores();
    private final UserAccounts accounts = new UserAccounts(stores.users(), new InsecurePasswordHasher());
    private final PersonalDataExporter exporter = new PersonalDataExporter(stores);

    @Test
    void everythingKnownAboutAPersonIsExportedAndNothingAboutOthers() {
        User ana = register("ana");
        User bia = register("bia");
        Sign sign = stores.catalog().addSign(new NewSign("a", "", "a", 5));
        LearningModule module = stores.catalog().addModule(new NewModule("m", Set.of(sign.id())));
        stores.progress().completeModule(ana.id(), module.id());
        for (int i = 0; i < 2500; i++) {
            stores.jobs().insert(new NewJob(new JobId("ana" + i), ana.id(), "a", Instant.EPOCH), JobStore.UNLIMITED);
        }
        stores.jobs().insert(new NewJob(new JobId("bia"), bia.id(), "a", Instant.EPOCH), JobStore.UNLIMITED);

        PersonalData data = exporter.export(ana.id()).orElseThrow();

        assertThat(data.user()).isEqualTo(stores.users().findById(ana.id()).orElseThrow());
        assertThat(data.user().points()).isEqualTo(5);
        assertThat(data.knownSigns()).extracting(LearnedSign::sign).containsExactly(sign);
        assertThat(data.completedModules()).containsExactly(new CompletedModule(module.id(), "m"));
        assertThat(data.jobs())
                .hasSize(2500)
                .allMatch(job -> job.userId() == ana.id())
                .doesNotHaveDuplicates();
    }

    /** A store may do so with a time that it reads differently than it compares it. */
    @Test
    void exportFailsIfTheHistoryDoesNotAdvance() {
        User ana = register("ana");
        for (int i = 0; i < 1000; i++) {
            stores.jobs().insert(new NewJob(new JobId("ana" + i), ana.id(), "a", Instant.EPOCH), JobStore.UNLIMITED);
        }
        PersonalDataExporter stuck = new PersonalDataExporter(new Stuck(stores));

        assertThatThrownBy(() -> stuck.export(ana.id()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("does not go on");
    }

    @Test
    void deletedAccountHasNothingToExport() {
        User ana = register("ana");

        assertThat(accounts.delete(ana.id())).isTrue();

        assertThat(exporter.export(ana.id())).isEmpty();
        assertThat(accounts.delete(ana.id())).isFalse();
        assertThat(accounts.authenticate(new EmailAddress("ana@example.org"), "senha"))
                .isEmpty();
    }

    /** Stores whose history returns the first page over and over again. */
    private record Stuck(Stores stores) implements Stores {

        @Override
        public JobStore jobs() {
            return (JobStore) Proxy.newProxyInstance(
                    JobStore.class.getClassLoader(),
                    new Class<?>[] {JobStore.class},
                    (proxy, method, args) -> method.getName().equals("historyAfter")
                            ? stores.jobs().history((long) args[0], (int) args[3], 0)
                            : method.invoke(stores.jobs(), args));
        }

        @Override
        public UserStore users() {
            return stores.users();
        }

        @Override
        public CatalogStore catalog() {
            return stores.catalog();
        }

        @Override
        public ProgressStore progress() {
            return stores.progress();
        }

        @Override
        public LeaderboardStore leaderboard() {
            return stores.leaderboard();
        }
    }

    private User register(String name) {
        return ((Registered) accounts.register(new EmailAddress(name + "@example.org"), new Username(name), "senha"))
                .user();
    }
}
