package io.github.klibras.examples;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/** Checks dependencies between modules and packages; this module sees all of them. */
class ModulesTest {

    private static final String ROOT = "io.github.klibras.";

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.github.klibras");

    @Test
    void adaptersDependOnCoreAndClassifiersOnTheReaderOfTheirModels() {
        assertThat(modules()).contains("core", "bcrypt", "jdbi", "amqp", "keras", "inference", "examples");
        assertThat(arrows()).containsExactly("inference -> keras");
    }

    @Test
    void theReaderOfModelsStandsAlone() {
        noClasses()
                .that()
                .resideInAPackage("io.github.klibras.keras..")
                .should()
                .dependOnClassesThat(resideInAPackage("io.github.klibras..")
                        .and(resideOutsideOfPackage("io.github.klibras.keras..")))
                .check(classes);
    }

    @Test
    void packagesFormNoCycles() {
        slices().matching("io.github.klibras.(**)").should().beFreeOfCycles().check(classes);
    }

    private Set<String> modules() {
        return classes.stream().map(ModulesTest::module).collect(Collectors.toSet());
    }

    /**
     * Returns the dependencies between modules, except those on core and those of the examples, which are
     * always allowed.
     */
    private Set<String> arrows() {
        Set<String> arrows = new TreeSet<>();
        for (JavaClass from : classes) {
            from.getDirectDependenciesFromSelf().stream()
                    .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                    .filter(to -> to.getPackageName().startsWith(ROOT))
                    .filter(to ->
                            !module(to).equals(module(from)) && !module(to).equals("core"))
                    .filter(to -> !module(from).equals("examples"))
                    .forEach(to -> arrows.add(module(from) + " -> " + module(to)));
        }
        return arrows;
    }

    private static String module(JavaClass type) {
        return type.getPackageName().substring(ROOT.length()).split("\\.", 2)[0];
    }
}
