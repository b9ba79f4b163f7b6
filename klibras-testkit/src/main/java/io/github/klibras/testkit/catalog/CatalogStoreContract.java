package io.github.klibras.testkit.catalog;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.catalog.LearningModule;
import io.github.klibras.core.catalog.NewModule;
import io.github.klibras.core.catalog.NewSign;
import io.github.klibras.core.catalog.Sign;
import io.github.klibras.core.progress.Award;
import io.github.klibras.core.progress.ModuleCompletion;
import io.github.klibras.core.user.User;
import io.github.klibras.testkit.StoresFixture;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The rules of {@link io.github.klibras.core.catalog.CatalogStore}. */
public abstract class CatalogStoreContract extends StoresFixture {

    @Test
    void aNewSignIsFoundByIdAndVideoKey() {
        Sign sign = stores.catalog().addSign(new NewSign("Qual seu nome?", "Pergunta", "qual_seu_nome", 15));

        assertThat(sign).isEqualTo(new Sign(sign.id(), "Qual seu nome?", "Pergunta", "qual_seu_nome", 15));
        assertThat(sign.id()).isPositive();
        assertThat(stores.catalog().findSign(sign.id())).contains(sign);
        assertThat(stores.catalog().findSignByVideoKey("qual_seu_nome")).contains(sign);
        assertThat(stores.catalog().signs()).containsExactly(sign);
    }

    @Test
    void unknownSignsAndModulesAreNotFound() {
        assertThat(stores.catalog().signs()).isEmpty();
        assertThat(stores.catalog().modules()).isEmpty();
        assertThat(stores.catalog().findSign(Long.MAX_VALUE)).isEmpty();
        assertThat(stores.catalog().findSignByVideoKey("no")).isEmpty();
        assertThat(stores.catalog().findModule(1)).isEmpty();
        assertThat(stores.catalog().findModuleByName("no")).isEmpty();
    }

    @Test
    void sharedVideoKeyFindsTheFirstSign() {
        Sign first = stores.catalog().addSign(new NewSign("one", "", "shared", 1));
        stores.catalog().addSign(new NewSign("two", "", "shared", 2));

        assertThat(stores.catalog().findSignByVideoKey("shared")).contains(first);
        assertThat(stores.catalog().signs()).extracting(Sign::name).containsExactly("one", "two");
    }

    @Test
    void videoKeysAreCaseAndAccentSensitive() {
        Sign lower = sign("c", 1);
        Sign upper = sign("C", 1);
        Sign cedilla = sign("Ç", 1);

        assertThat(stores.catalog().findSignByVideoKey("c")).contains(lower);
        assertThat(stores.catalog().findSignByVideoKey("C")).contains(upper);
        assertThat(stores.catalog().findSignByVideoKey("Ç")).contains(cedilla);
    }

    @Test
    void signsOfAModuleAreOrderedById() {
        Sign a = sign("a", 5);
        Sign b = sign("b", 5);
        sign("c", 5);

        LearningModule module = stores.catalog().addModule(new NewModule("em_preparação", Set.of(b.id(), a.id())));

        assertThat(module).isEqualTo(new LearningModule(module.id(), "em_preparação", List.of(a, b)));
        assertThat(stores.catalog().findModule(module.id())).contains(module);
        assertThat(stores.catalog().findModuleByName("em_preparação")).contains(module);
        assertThat(stores.catalog().findModuleByName("Em_preparação")).isEmpty();
    }

    @Test
    void allModulesEvenEmptyOnesAreListedWithTheirSigns() {
        Sign a = sign("a", 5);
        LearningModule full = stores.catalog().addModule(new NewModule("full", Set.of(a.id())));
        LearningModule empty = stores.catalog().addModule(new NewModule("empty", Set.of()));

        LearningModule namesake = stores.catalog().addModule(new NewModule("full", Set.of()));

        assertThat(stores.catalog().modules()).containsExactly(full, empty, namesake);
        assertThat(stores.catalog().findModuleByName("full")).contains(full);
        assertThat(empty.signs()).isEmpty();
    }

    @Test
    void moduleWithAnUnknownSignIsRefusedAndChangesNothing() {
        Sign a = sign("a", 5);

        assertThatThrownBy(() -> stores.catalog().addModule(new NewModule("broken", Set.of(a.id(), a.id() + 1))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(String.valueOf(a.id() + 1));
        assertThat(stores.catalog().findModuleByName("broken")).isEmpty();
    }

    @Test
    void aChangedSignKeepsItsIdAndIsFoundByItsNewKeyOnly() {
        Sign a = sign("a", 5);

        Optional<Sign> changed = stores.catalog().changeSign(a.id(), new NewSign("b", "new", "b", 7));

        assertThat(changed).contains(new Sign(a.id(), "b", "new", "b", 7));
        assertThat(stores.catalog().findSign(a.id())).isEqualTo(changed);
        assertThat(stores.catalog().findSignByVideoKey("a")).isEmpty();
        assertThat(stores.catalog().changeSign(a.id() + 1, new NewSign("c", "", "c", 1)))
                .isEmpty();
    }

    @Test
    void retiredSignIsNoLongerOfferedButStillKnown() {
        User ana = learner("ana");
        Sign old = sign("a", 5);
        Sign other = stores.catalog().addSign(new NewSign("A", "another with the same key", "a", 3));
        LearningModule module = stores.catalog().addModule(new NewModule("m", Set.of(old.id(), other.id())));
        stores.progress().learnSign(ana.id(), old.id());

        assertThat(stores.catalog().retireSign(old.id())).isTrue();

        assertThat(stores.catalog().signs()).containsExactly(other);
        assertThat(stores.catalog().findSign(old.id())).contains(old);
        assertThat(stores.catalog().findSignByVideoKey("a")).contains(other);
        assertThat(stores.catalog().findModule(module.id()).orElseThrow().signs())
                .containsExactly(other);
        assertThat(stores.progress().knownSigns(ana.id())).containsExactly(old);
        assertThat(pointsOf(ana)).isEqualTo(5);
        assertThat(stores.progress().learnSign(learner("bia").id(), old.id()))
                .isEqualTo(new Award.NoSuchSign(old.id()));
        assertThat(stores.catalog().retireSign(old.id())).isFalse();
        assertThat(stores.catalog().retireSign(other.id() + 1)).isFalse();
        assertThat(stores.catalog().changeSign(old.id(), new NewSign("x", "", "x", 1)))
                .isEmpty();
        assertThatThrownBy(() -> stores.catalog().addModule(new NewModule("new", Set.of(old.id()))))
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    void completingAModuleDoesNotPayForItsRetiredSigns() {
        User ana = learner("ana");
        Sign old = sign("a", 5);
        Sign other = sign("b", 3);
        LearningModule module = stores.catalog().addModule(new NewModule("m", Set.of(old.id(), other.id())));
        stores.catalog().retireSign(old.id());

        assertThat(stores.progress().completeModule(ana.id(), module.id()))
                .isEqualTo(new ModuleCompletion.Completed(module.id(), List.of(other.id()), 3, 3));
    }

    @Test
    void aChangedModuleHasItsNewNameAndSigns() {
        Sign a = sign("a", 5);
        Sign b = sign("b", 5);
        LearningModule module = stores.catalog().addModule(new NewModule("old", Set.of(a.id())));

        assertThat(stores.catalog().changeModule(module.id(), new NewModule("new", Set.of(b.id()))))
                .contains(new LearningModule(module.id(), "new", List.of(b)));
        assertThat(stores.catalog().findModuleByName("old")).isEmpty();
        assertThat(stores.catalog().modules()).containsExactly(new LearningModule(module.id(), "new", List.of(b)));
        assertThat(stores.catalog().changeModule(module.id() + 1, new NewModule("x", Set.of())))
                .isEmpty();
        assertThatThrownBy(() ->
                        stores.catalog().changeModule(module.id(), new NewModule("broken", Set.of(a.id(), b.id() + 1))))
                .isInstanceOf(InvalidInputException.class);
        assertThat(stores.catalog().findModule(module.id()))
                .contains(new LearningModule(module.id(), "new", List.of(b)));
    }

    @Test
    void retiredModuleIsNoLongerOfferedButStaysCompleted() {
        User ana = learner("ana");
        LearningModule module = stores.catalog()
                .addModule(new NewModule("m", Set.of(sign("a", 5).id())));
        stores.progress().completeModule(ana.id(), module.id());

        assertThat(stores.catalog().retireModule(module.id())).isTrue();

        assertThat(stores.catalog().modules()).isEmpty();
        assertThat(stores.catalog().findModuleByName("m")).isEmpty();
        assertThat(stores.catalog().findModule(module.id())).contains(module);
        assertThat(stores.progress().completedModules(ana.id())).hasSize(1);
        assertThat(stores.progress().completeModule(learner("bia").id(), module.id()))
                .isEqualTo(new ModuleCompletion.NoSuchModule(module.id()));
        assertThat(stores.catalog().retireModule(module.id())).isFalse();
        assertThat(stores.catalog().changeModule(module.id(), new NewModule("x", Set.of())))
                .isEmpty();
    }
}
