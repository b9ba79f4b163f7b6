package io.github.klibras.testkit.user;

import io.github.klibras.core.catalog.LearningModule;
import io.github.klibras.core.catalog.NewModule;
import io.github.klibras.core.catalog.Sign;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.job.NewJob;
import io.github.klibras.core.user.Credentials;
import io.github.klibras.core.user.EmailAddress;
import io.github.klibras.core.user.NewUser;
import io.github.klibras.core.user.Registration;
import io.github.klibras.core.user.Registration.EmailTaken;
import io.github.klibras.core.user.Registration.Registered;
import io.github.klibras.core.user.Registration.UsernameTaken;
import io.github.klibras.core.user.Renaming;
import io.github.klibras.core.user.Role;
import io.github.klibras.core.user.User;
import io.github.klibras.core.user.Username;
import io.github.klibras.testkit.Race;
import io.github.klibras.testkit.StoresFixture;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** The rules of {@link io.github.klibras.core.user.UserStore}. */
public abstract class UserStoreContract extends StoresFixture {

    @Test
    void aNewAccountHasNoPointsAndIsFoundByIdEmailAndName() {
        User ana = learner("ana");

        assertThat(ana)
                .isEqualTo(new User(ana.id(), new EmailAddress("ana@example.org"), new Username("ana"), Role.USER, 0));
        assertThat(ana.id()).isPositive();
        assertThat(stores.users().findById(ana.id())).contains(ana);
        assertThat(stores.users().findByEmail(new EmailAddress("ana@example.org")))
                .contains(ana);
        assertThat(stores.users().findByUsername(new Username("ana"))).contains(ana);
    }

    @Test
    void roleIsStored() {
        stores.users()
                .insert(new NewUser(new EmailAddress("root@example.org"), new Username("root"), "hash", Role.ADMIN));

        assertThat(stores.users()
                        .findByUsername(new Username("root"))
                        .orElseThrow()
                        .role())
                .isEqualTo(Role.ADMIN);
    }

    @Test
    void unknownUsersAreNotFound() {
        assertThat(stores.users().findById(1)).isEmpty();
        assertThat(stores.users().findById(-1)).isEmpty();
        assertThat(stores.users().findById(Long.MAX_VALUE)).isEmpty();
        assertThat(stores.users().findByEmail(new EmailAddress("no@example.org")))
                .isEmpty();
        assertThat(stores.users().findByUsername(new Username("no"))).isEmpty();
        assertThat(stores.users().findCredentials(new EmailAddress("no@example.org")))
                .isEmpty();
    }

    @Test
    void aTakenEmailIsReportedAndNothingIsStored() {
        User ana = learner("ana");

        Registration second = stores.users()
                .insert(new NewUser(new EmailAddress("ana@EXAMPLE.org"), new Username("ana2"), "hash", Role.USER));

        assertThat(second).isEqualTo(new EmailTaken(ana.email()));
        assertThat(stores.users().findByUsername(new Username("ana2"))).isEmpty();
    }

    @Test
    void aTakenUsernameIsReportedAndNothingIsStored() {
        learner("ana");

        Registration second = stores.users()
                .insert(new NewUser(new EmailAddress("ana2@example.org"), new Username("ana"), "hash", Role.USER));

        assertThat(second).isEqualTo(new UsernameTaken(new Username("ana")));
        assertThat(stores.users().findByEmail(new EmailAddress("ana2@example.org")))
                .isEmpty();
    }

    @Test
    void takenEmailIsReportedBeforeATakenUsername() {
        learner("ana");

        assertThat(stores.users().insert(newUser("ana"))).isInstanceOf(EmailTaken.class);
    }

    @Test
    void namesAndLocalPartsAreCaseAndAccentSensitive() {
        User ana = learner("ana");
        User upper = learner("Ana");
        User accent = learner("aná");

        assertThat(List.of(ana.id(), upper.id(), accent.id())).doesNotHaveDuplicates();
        assertThat(stores.users().findByUsername(new Username("Ana"))).contains(upper);
        assertThat(stores.users().findByEmail(new EmailAddress("Ana@example.org")))
                .contains(upper);
        assertThat(stores.users().findByUsername(new Username("ANA"))).isEmpty();
    }

    @Test
    void namesOfMaximumLengthAreStored() {
        String name = "🤟".repeat(Username.MAX_LENGTH);
        EmailAddress email =
                new EmailAddress("é".repeat(EmailAddress.MAX_LENGTH - "@example.org".length()) + "@example.org");

        stores.users().insert(new NewUser(email, new Username(name), "h".repeat(100), Role.USER));

        assertThat(stores.users()
                        .findByUsername(new Username(name))
                        .orElseThrow()
                        .email())
                .isEqualTo(email);
        assertThat(stores.users().findCredentials(email).orElseThrow().passwordHash())
                .hasSize(100);
    }

    @Test
    void credentialsContainTheCurrentPasswordHash() {
        User ana = learner("ana");
        EmailAddress email = ana.email();

        assertThat(stores.users().findCredentials(email)).contains(new Credentials(ana.id(), "hash of ana"));
        assertThat(stores.users().changePasswordHash(ana.id(), "another")).isTrue();
        assertThat(stores.users().findCredentials(email)).contains(new Credentials(ana.id(), "another"));
        assertThat(stores.users().changePasswordHash(ana.id() + 1, "another")).isFalse();
    }

    @Test
    void aRenamedAccountIsFoundByItsNewNameOnly() {
        User ana = learner("ana");

        Renaming renaming = stores.users().rename(ana.id(), new Username("bia"));

        User renamed = new User(ana.id(), ana.email(), new Username("bia"), Role.USER, 0);
        assertThat(renaming).isEqualTo(new Renaming.Renamed(renamed));
        assertThat(stores.users().findByUsername(new Username("bia"))).contains(renamed);
        assertThat(stores.users().findByUsername(new Username("ana"))).isEmpty();
    }

    @Test
    void renamingToATakenNameIsRefusedEvenForItsHolder() {
        User ana = learner("ana");
        User bia = learner("bia");

        assertThat(stores.users().rename(bia.id(), new Username("ana")))
                .isEqualTo(new Renaming.UsernameTaken(new Username("ana")));
        assertThat(stores.users().rename(ana.id(), new Username("ana")))
                .isEqualTo(new Renaming.UsernameTaken(new Username("ana")));
        assertThat(stores.users().findById(bia.id())).contains(bia);
    }

    @Test
    void renamingAnUnknownUserIsReported() {
        assertThat(stores.users().rename(17, new Username("ana"))).isEqualTo(new Renaming.NoSuchUser(17));
    }

    @Test
    void deletingAnAccountDeletesEverythingThatBelongsToIt() {
        User ana = learner("ana");
        User bia = learner("bia");
        Sign sign = sign("bom_dia", 10);
        LearningModule module = stores.catalog().addModule(new NewModule("greetings", Set.of(sign.id())));
        for (User user : List.of(ana, bia)) {
            stores.progress().completeModule(user.id(), module.id());
            stores.jobs()
                    .insert(new NewJob(new JobId(user.username().value()), user.id(), "bom_dia", Instant.EPOCH), 10);
        }

        assertThat(stores.users().delete(ana.id())).isTrue();

        assertThat(stores.users().findById(ana.id())).isEmpty();
        assertThat(stores.users().findByUsername(new Username("ana"))).isEmpty();
        assertThat(stores.users().findCredentials(ana.email())).isEmpty();
        assertThat(stores.progress().knownSigns(ana.id())).isEmpty();
        assertThat(stores.progress().completedModules(ana.id())).isEmpty();
        assertThat(stores.jobs().find(new JobId("ana"))).isEmpty();
        assertThat(stores.users().delete(ana.id())).isFalse();
        assertThat(stores.progress().knownSigns(bia.id())).containsExactly(sign);
        assertThat(stores.jobs().find(new JobId("bia"))).isPresent();
        assertThat(learner("ana").id()).as("ids are not reused").isGreaterThan(bia.id());
    }

    /** Each of these pairs is one name in some collation of some database. */
    @Test
    void namesAreComparedByteByByte() {
        List<String> names =
                List.of("stra\u00dfe", "strasse", "\ud83e\udd1f", "\ud83d\udc4d", "\uff41na", "\ufb00", "ff", "-a");

        List<User> users = names.stream()
                .map(name -> stores.users()
                        .insert(new NewUser(
                                new EmailAddress(names.indexOf(name) + "@example.org"),
                                new Username(name),
                                "hash",
                                Role.USER)))
                .map(registration -> ((Registered) registration).user())
                .toList();

        for (User user : users) {
            assertThat(stores.users().findByUsername(user.username())).contains(user);
        }
        assertThat(stores.users().findByUsername(new Username("ana"))).isEmpty();
        assertThat(stores.users().findByUsername(new Username("a"))).isEmpty();
    }

    @Test
    void concurrentRegistrationsOfOneAddressSucceedOnce() {
        List<Registration> registrations = Race.run(
                16,
                i -> stores.users()
                        .insert(new NewUser(
                                new EmailAddress("ana@example.org"), new Username("ana" + i), "hash", Role.USER)));

        assertThat(registrations).filteredOn(Registered.class::isInstance).hasSize(1);
        assertThat(registrations).filteredOn(EmailTaken.class::isInstance).hasSize(15);
    }

    @Test
    void concurrentRenamingsToOneNameSucceedOnce() {
        List<User> users =
                IntStream.range(0, 16).mapToObj(i -> learner("user" + i)).toList();

        List<Renaming> renamings =
                Race.run(16, i -> stores.users().rename(users.get(i).id(), new Username("ana")));

        assertThat(renamings).filteredOn(Renaming.Renamed.class::isInstance).hasSize(1);
        assertThat(renamings)
                .filteredOn(Renaming.UsernameTaken.class::isInstance)
                .hasSize(15);
    }

    @Test
    void renamingWhileLearningLosesNoPoints() {
        User ana = learner("ana");
        List<Sign> signs =
                IntStream.range(0, 16).mapToObj(i -> sign("s" + i, 1)).toList();

        Race.run(
                32,
                i -> i < 16
                        ? stores.progress().learnSign(ana.id(), signs.get(i).id())
                        : stores.users().rename(ana.id(), new Username("name" + i)));

        assertThat(pointsOf(ana)).isEqualTo(16);
    }

    @Test
    void concurrentRegistrationsOfOneNameSucceedOnce() {
        List<Registration> registrations = Race.run(
                16,
                i -> stores.users()
                        .insert(new NewUser(
                                new EmailAddress("ana" + i + "@example.org"), new Username("ana"), "hash", Role.USER)));

        assertThat(registrations).filteredOn(Registered.class::isInstance).hasSize(1);
        assertThat(registrations).filteredOn(UsernameTaken.class::isInstance).hasSize(15);
    }

    @Test
    void deleteIfWithoutJobsKeepsAnAccountWithJobs() {
        User ana = learner("ana");
        User bia = learner("bia");
        Sign sign = sign("bom_dia", 10);
        stores.progress().learnSign(ana.id(), sign.id());
        JobId job = new JobId("job");
        stores.jobs().insert(new NewJob(job, ana.id(), "bom_dia", Instant.EPOCH), JobStore.UNLIMITED);

        assertThat(stores.users().deleteIfWithoutJobs(ana.id())).isFalse();
        assertThat(pointsOf(ana)).isEqualTo(10);
        assertThat(stores.progress().knownSigns(ana.id())).containsExactly(sign);

        stores.jobs().delete(List.of(job));
        assertThat(stores.users().deleteIfWithoutJobs(ana.id())).isTrue();
        assertThat(stores.users().deleteIfWithoutJobs(ana.id())).isFalse();
        assertThat(stores.users().findById(ana.id())).isEmpty();
        assertThat(stores.progress().knownSigns(ana.id())).isEmpty();
        assertThat(stores.users().findById(bia.id())).isPresent();
    }

    @Test
    void deleteIfWithoutJobsOrphansNoConcurrentlySubmittedJob() {
        User ana = learner("ana");

        List<Object> results = Race.run(
                32,
                i -> i == 16
                        ? stores.users().deleteIfWithoutJobs(ana.id())
                        : stores.jobs()
                                .insert(
                                        new NewJob(new JobId("job" + i), ana.id(), "bom_dia", Instant.EPOCH),
                                        JobStore.UNLIMITED));

        boolean deleted = (Boolean) results.get(16);
        assertThat(stores.users().findById(ana.id()).isPresent()).isEqualTo(!deleted);
        assertThat(stores.jobs().count(ana.id()) == 0).isEqualTo(deleted);
    }
}
