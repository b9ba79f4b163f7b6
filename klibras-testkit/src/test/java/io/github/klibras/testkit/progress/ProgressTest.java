package io.github.klibras.testkit.progress;

import io.github.klibras.core.catalog.LearningModule;
import io.github.klibras.core.catalog.NewModule;
import io.github.klibras.core.catalog.NewSign;
import io.github.klibras.core.catalog.Sign;
import io.github.klibras.core.inmemory.InMemoryStores;
import io.github.klibras.core.progress.Award;
import io.github.klibras.core.progress.CompletedModule;
import io.github.klibras.core.progress.ModuleCompletion;
import io.github.klibras.core.progress.Progress;
import io.github.klibras.core.user.EmailAddress;
import io.github.klibras.core.user.NewUser;
import io.github.klibras.core.user.Registration.Registered;
import io.github.klibras.core.user.Role;
import io.github.klibras.core.user.Username;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

class ProgressTest {

    private final InMemoryStores stores = new InMemoryStores();
    private final List<String> notified = new ArrayList<>();
    private final Progress progress =
            new Progress(stores.progress(), (userId, award) -> notified.add(userId + " " + award.signId()));
    private long ana;

    @BeforeEach
    void register() {
        NewUser user = new NewUser(new EmailAddress("ana@example.org"), new Username("ana"), "hash", Role.USER);
        ana = ((Registered) stores.users().insert(user)).user().id();
    }

    @Test
    void listenerIsNotifiedOnlyOfPaidSigns() {
        Sign sign = stores.catalog().addSign(new NewSign("a", "", "a", 5));

        assertThat(progress.learnSign(ana, sign.id())).isEqualTo(new Award.Granted(sign.id(), 5, 5));
        assertThat(progress.learnSign(ana, sign.id())).isEqualTo(new Award.AlreadyKnown(sign.id()));

        assertThat(notified).containsExactly(ana + " " + sign.id());
        assertThat(progress.knownSigns(ana)).containsExactly(sign);
    }

    @Test
    void aCompletedModuleIsListed() {
        Sign sign = stores.catalog().addSign(new NewSign("a", "", "a", 5));
        LearningModule module = stores.catalog().addModule(new NewModule("m", Set.of(sign.id())));

        assertThat(progress.completeModule(ana, module.id()))
                .isEqualTo(new ModuleCompletion.Completed(module.id(), List.of(sign.id()), 5, 5));

        assertThat(progress.completedModules(ana)).containsExactly(new CompletedModule(module.id(), "m"));
    }
}
