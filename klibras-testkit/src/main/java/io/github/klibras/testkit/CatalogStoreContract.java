package io.github.klibras.testkit;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.catalog.LearningModule;
import io.github.klibras.core.catalog.NewModule;
import io.github.klibras.core.catalog.NewSign;
import io.github.klibras.core.catalog.Sign;
import org.junit.jupiter.api.Test;

import java.util.List;
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
    void whatWasNeverStoredIsNotFound() {
        assertThat(stores.catalog().signs()).isEmpty();
        assertThat(stores.catalog().modules()).isEmpty();
        assertThat(stores.catalog().findSign(Long.MAX_VALUE)).isEmpty();
        assertThat(stores.catalog().findSignByVideoKey("no")).isEmpty();
        assertThat(stores.catalog().findModule(1)).isEmpty();
        assertThat(stores.catalog().findModuleByName("no")).isEmpty();
    }

    @Test
    void ofSignsThatShareAVideoKeyTheFirstIsMeant() {
        Sign first = stores.catalog().addSign(new NewSign("one", "", "shared", 1));
        stores.catalog().addSign(new NewSign("two", "", "shared", 2));

        assertThat(stores.catalog().findSignByVideoKey("shared")).contains(first);
    }

    @Test
    void videoKeysThatDifferInCaseOrAccentAreDifferent() {
        Sign lower = sign("c", 1);
        Sign upper = sign("C", 1);
        Sign cedilla = sign("Ç", 1);

        assertThat(stores.catalog().findSignByVideoKey("c")).contains(lower);
        assertThat(stores.catalog().findSignByVideoKey("C")).contains(upper);
        assertThat(stores.catalog().findSignByVideoKey("Ç")).contains(cedilla);
    }

    @Test
    void aModuleHoldsItsSignsInTheOrderOfTheirIds() {
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
    void modulesAreListedWithTheirSignsAlsoTheEmptyOnes() {
        Sign a = sign("a", 5);
        LearningModule full = stores.catalog().addModule(new NewModule("full", Set.of(a.id())));
        LearningModule empty = stores.catalog().addModule(new NewModule("empty", Set.of()));

        assertThat(stores.catalog().modules()).containsExactly(full, empty);
        assertThat(empty.signs()).isEmpty();
    }

    @Test
    void aModuleOfAnUnknownSignIsRefusedWhole() {
        Sign a = sign("a", 5);

        assertThatThrownBy(() -> stores.catalog().addModule(new NewModule("broken", Set.of(a.id(), a.id() + 1))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(String.valueOf(a.id() + 1));
        assertThat(stores.catalog().findModuleByName("broken")).isEmpty();
    }
}
