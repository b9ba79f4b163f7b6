package io.github.klibras.testkit.progress;

import io.github.klibras.core.catalog.LearningModule;
import io.github.klibras.core.catalog.NewModule;
import io.github.klibras.core.catalog.NewSign;
import io.github.klibras.core.catalog.Sign;
import io.github.klibras.core.progress.Award;
import io.github.klibras.core.progress.Award.AlreadyKnown;
import io.github.klibras.core.progress.Award.Granted;
import io.github.klibras.core.progress.CompletedModule;
import io.github.klibras.core.progress.LearnedSign;
import io.github.klibras.core.progress.ModuleCompletion;
import io.github.klibras.core.progress.ModuleCompletion.Completed;
import io.github.klibras.core.progress.PointsDifference;
import io.github.klibras.core.user.User;
import io.github.klibras.testkit.Race;
import io.github.klibras.testkit.StoresFixture;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** The rules of {@link io.github.klibras.core.progress.ProgressStore}, single-threaded and under concurrency. */
public abstract class ProgressStoreContract extends StoresFixture {

    private static final int THREADS = 64;

    @Test
    void aNewSignIsPaidAndTheTotalReturned() {
        User ana = learner("ana");
        Sign a = sign("a", 10);
        Sign b = sign("b", 15);

        assertThat(stores.progress().learnSign(ana.id(), a.id())).isEqualTo(new Granted(a.id(), 10, 10));
        assertThat(stores.progress().learnSign(ana.id(), b.id())).isEqualTo(new Granted(b.id(), 15, 25));
        assertThat(pointsOf(ana)).isEqualTo(25);
        assertThat(stores.progress().knownSigns(ana.id())).containsExactly(a, b);
    }

    @Test
    void aKnownSignIsNotPaidAgain() {
        User ana = learner("ana");
        Sign a = sign("a", 10);
        stores.progress().learnSign(ana.id(), a.id());

        assertThat(stores.progress().learnSign(ana.id(), a.id())).isEqualTo(new AlreadyKnown(a.id()));
        assertThat(pointsOf(ana)).isEqualTo(10);
        assertThat(stores.progress().knownSigns(ana.id())).containsExactly(a);
    }

    @Test
    void signWithoutPointsIsStillLearnt() {
        User ana = learner("ana");
        Sign free = sign("free", 0);

        assertThat(stores.progress().learnSign(ana.id(), free.id())).isEqualTo(new Granted(free.id(), 0, 0));
        assertThat(stores.progress().knownSigns(ana.id())).containsExactly(free);
    }

    @Test
    void nothingIsPaidForUnknownSignsOrUsers() {
        User ana = learner("ana");
        Sign a = sign("a", 10);

        assertThat(stores.progress().learnSign(ana.id(), a.id() + 1)).isEqualTo(new Award.NoSuchSign(a.id() + 1));
        assertThat(stores.progress().learnSign(ana.id() + 1, a.id())).isEqualTo(new Award.NoSuchUser(ana.id() + 1));
        assertThat(stores.progress().learnSign(Long.MAX_VALUE, a.id())).isEqualTo(new Award.NoSuchUser(Long.MAX_VALUE));
        assertThat(pointsOf(ana)).isZero();
        assertThat(stores.progress().knownSigns(ana.id() + 1)).isEmpty();
    }

    @Test
    void progressOfOneLearnerDoesNotAffectAnother() {
        User ana = learner("ana");
        User bia = learner("bia");
        Sign a = sign("a", 10);

        stores.progress().learnSign(ana.id(), a.id());

        assertThat(pointsOf(bia)).isZero();
        assertThat(stores.progress().knownSigns(bia.id())).isEmpty();
        assertThat(stores.progress().learnSign(bia.id(), a.id())).isEqualTo(new Granted(a.id(), 10, 10));
    }

    @Test
    void completingAModulePaysOnlyTheSignsNotYetKnown() {
        User ana = learner("ana");
        Sign a = sign("a", 10);
        Sign b = sign("b", 15);
        Sign c = sign("c", 20);
        LearningModule module = stores.catalog().addModule(new NewModule("abc", Set.of(a.id(), b.id(), c.id())));
        stores.progress().learnSign(ana.id(), b.id());

        assertThat(stores.progress().completeModule(ana.id(), module.id()))
                .isEqualTo(new Completed(module.id(), List.of(a.id(), c.id()), 30, 45));
        assertThat(pointsOf(ana)).isEqualTo(45);
        assertThat(stores.progress().knownSigns(ana.id())).containsExactly(a, b, c);
        assertThat(stores.progress().completedModules(ana.id()))
                .containsExactly(new CompletedModule(module.id(), "abc"));
    }

    @Test
    void aCompletedModuleIsNotPaidAgain() {
        User ana = learner("ana");
        Sign a = sign("a", 10);
        LearningModule module = stores.catalog().addModule(new NewModule("a", Set.of(a.id())));
        stores.progress().completeModule(ana.id(), module.id());

        assertThat(stores.progress().completeModule(ana.id(), module.id()))
                .isEqualTo(new ModuleCompletion.AlreadyCompleted(module.id()));
        assertThat(pointsOf(ana)).isEqualTo(10);
    }

    @Test
    void emptyModuleIsCompletedWithoutPoints() {
        User ana = learner("ana");
        LearningModule empty = stores.catalog().addModule(new NewModule("empty", Set.of()));

        assertThat(stores.progress().completeModule(ana.id(), empty.id()))
                .isEqualTo(new Completed(empty.id(), List.of(), 0, 0));
        assertThat(stores.progress().completedModules(ana.id())).hasSize(1);
    }

    @Test
    void knowingAllSignsDoesNotCompleteAModule() {
        User ana = learner("ana");
        Sign a = sign("a", 10);
        LearningModule module = stores.catalog().addModule(new NewModule("a", Set.of(a.id())));

        stores.progress().learnSign(ana.id(), a.id());

        assertThat(stores.progress().completedModules(ana.id())).isEmpty();
        assertThat(stores.progress().completeModule(ana.id(), module.id()))
                .isEqualTo(new Completed(module.id(), List.of(), 0, 10));
    }

    @Test
    void unknownModulesAndUsersCompleteNothing() {
        User ana = learner("ana");
        LearningModule module = stores.catalog().addModule(new NewModule("m", Set.of()));

        assertThat(stores.progress().completeModule(ana.id(), module.id() + 1))
                .isEqualTo(new ModuleCompletion.NoSuchModule(module.id() + 1));
        assertThat(stores.progress().completeModule(ana.id() + 1, module.id()))
                .isEqualTo(new ModuleCompletion.NoSuchUser(ana.id() + 1));
        assertThat(stores.progress().completedModules(ana.id())).isEmpty();
    }

    @Test
    void pointsThatDifferFromTheKnownSignsAreReportedAndCorrected() {
        User ana = learner("ana");
        User bia = learner("bia");
        Sign a = sign("a", 10);
        Sign b = sign("b", 20);
        stores.progress().learnSign(ana.id(), a.id());
        stores.progress().learnSign(ana.id(), b.id());
        stores.progress().learnSign(bia.id(), b.id());
        assertThat(stores.progress().pointsDifferences()).isEmpty();
        stores.catalog().changeSign(a.id(), new NewSign("a", "", "a", 15));

        List<PointsDifference> differences = stores.progress().pointsDifferences();

        assertThat(differences).containsExactly(new PointsDifference(ana.id(), 30, 35));
        assertThat(pointsOf(ana)).isEqualTo(30);
        assertThat(stores.progress().recomputePoints()).isEqualTo(differences);
        assertThat(pointsOf(ana)).isEqualTo(35);
        assertThat(pointsOf(bia)).isEqualTo(20);
        assertThat(stores.progress().recomputePoints()).isEmpty();
    }

    @Test
    void recomputingWhileLearningLosesNoPoints() {
        User ana = learner("ana");
        List<Sign> signs =
                IntStream.range(0, THREADS).mapToObj(i -> sign("s" + i, 1)).toList();

        Race.run(
                THREADS,
                i -> i % 8 == 0
                        ? stores.progress().recomputePoints()
                        : stores.progress().learnSign(ana.id(), signs.get(i).id()));

        assertThat(pointsOf(ana)).isEqualTo(THREADS - THREADS / 8);
        assertThat(stores.progress().pointsDifferences()).isEmpty();
    }

    @Test
    void differentSignsLearntConcurrentlyAllCount() {
        User ana = learner("ana");
        List<Sign> signs =
                IntStream.range(0, THREADS).mapToObj(i -> sign("s" + i, i + 1)).toList();

        List<Award> awards = Race.run(
                THREADS, i -> stores.progress().learnSign(ana.id(), signs.get(i).id()));

        assertThat(awards).allMatch(Granted.class::isInstance);
        assertThat(pointsOf(ana)).isEqualTo(THREADS * (THREADS + 1) / 2);
        assertThat(stores.progress().knownSigns(ana.id())).hasSize(THREADS);
        assertThat(awards.stream().map(award -> ((Granted) award).total())).doesNotHaveDuplicates();
    }

    @Test
    void oneSignLearntByManyThreadsIsPaidOnce() {
        User ana = learner("ana");
        Sign a = sign("a", 10);

        List<Award> awards = Race.run(THREADS, i -> stores.progress().learnSign(ana.id(), a.id()));

        assertThat(awards).filteredOn(Granted.class::isInstance).hasSize(1);
        assertThat(awards).filteredOn(AlreadyKnown.class::isInstance).hasSize(THREADS - 1);
        assertThat(pointsOf(ana)).isEqualTo(10);
    }

    @Test
    void oneModuleCompletedByManyThreadsIsPaidOnce() {
        User ana = learner("ana");
        Sign a = sign("a", 10);
        LearningModule module = stores.catalog().addModule(new NewModule("a", Set.of(a.id())));

        List<ModuleCompletion> results =
                Race.run(THREADS, i -> stores.progress().completeModule(ana.id(), module.id()));

        assertThat(results).filteredOn(Completed.class::isInstance).hasSize(1);
        assertThat(pointsOf(ana)).isEqualTo(10);
    }

    @Test
    void completedModulesAreListedInOrderOfTheirIds() {
        User ana = learner("ana");
        LearningModule first = stores.catalog().addModule(new NewModule("z", Set.of()));
        LearningModule second = stores.catalog().addModule(new NewModule("a", Set.of()));
        stores.progress().completeModule(ana.id(), second.id());
        stores.progress().completeModule(ana.id(), first.id());

        assertThat(stores.progress().completedModules(ana.id()))
                .containsExactly(new CompletedModule(first.id(), "z"), new CompletedModule(second.id(), "a"));
    }

    @Test
    void overlappingSignsAndModulesPayEachSignOnce() {
        User ana = learner("ana");
        List<Sign> signs =
                IntStream.range(0, 8).mapToObj(i -> sign("s" + i, 1 << i)).toList();
        Set<Long> ids = signs.stream().map(Sign::id).collect(Collectors.toSet());
        List<LearningModule> modules = Stream.of("m1", "m2")
                .map(name -> stores.catalog().addModule(new NewModule(name, ids)))
                .toList();

        Race.run(
                THREADS,
                i -> i % 8 < 6
                        ? stores.progress().learnSign(ana.id(), signs.get(i % 8).id())
                        : stores.progress()
                                .completeModule(ana.id(), modules.get(i % 2).id()));

        assertThat(pointsOf(ana)).isEqualTo(255);
        assertThat(stores.progress().knownSigns(ana.id())).containsExactlyElementsOf(signs);
        assertThat(stores.progress().completedModules(ana.id())).hasSize(2);
    }

    @Test
    void learnedSignsAreListedWithTheirTimes() {
        User ana = learner("ana");
        Sign one = sign("one", 10);
        Sign two = sign("two", 20);
        stores.catalog().addModule(new NewModule("module", Set.of(two.id())));
        Instant before = Instant.now().minusSeconds(60);

        stores.progress().learnSign(ana.id(), one.id());
        stores.progress()
                .completeModule(ana.id(), stores.catalog().modules().get(0).id());

        List<LearnedSign> learned = stores.progress().learnedSigns(ana.id());
        assertThat(learned).extracting(LearnedSign::sign).containsExactly(one, two);
        assertThat(learned)
                .extracting(LearnedSign::learnedAt)
                .allSatisfy(at -> assertThat(at).isBetween(before, Instant.now().plusSeconds(60)));
        assertThat(stores.progress().learnedSigns(ana.id() + 1)).isEmpty();
    }
}
