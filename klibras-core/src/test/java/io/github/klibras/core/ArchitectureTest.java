package io.github.klibras.core;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures;
import io.github.klibras.core.backoff.Ticker;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** The arrows of the architecture, and the rule that time and chance come from outside. */
class ArchitectureTest {

    private final JavaClasses core = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.github.klibras.core");

    @Test
    void coreKnowsNothingButTheJdkAndAnnotations() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.github.klibras.core..", "java..", "org.jspecify.annotations")
                .check(core);
    }

    @Test
    void featuresFormNoCycles() {
        slices().matching("io.github.klibras.core.(*)..")
                .should()
                .beFreeOfCycles()
                .check(core);
    }

    @Test
    void noArrowRunsUpTheFloors() {
        Architectures.layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("ground")
                .definedBy(
                        "..core.landmark",
                        "..core.encoding",
                        "..core.backoff",
                        "..core.user",
                        "..core.catalog",
                        "..core.leaderboard")
                .layer("first")
                .definedBy("..core.recognition", "..core.model", "..core.progress", "..core.video")
                .layer("jobs")
                .definedBy("..core.job", "..core.store")
                .layer("fakes")
                .definedBy("..core.inmemory")
                .whereLayer("fakes")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("jobs")
                .mayOnlyBeAccessedByLayers("fakes")
                .whereLayer("first")
                .mayOnlyBeAccessedByLayers("jobs", "fakes")
                .check(core);
    }

    @Test
    void timeAndChanceAreInjected() {
        noClasses()
                .that()
                .areNotAssignableTo(Ticker.class)
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(TimeUnit.class, "sleep", long.class)
                .orShould()
                .callMethod(LockSupport.class, "parkNanos", long.class)
                .orShould()
                .callMethod(CompletableFuture.class, "orTimeout", long.class, TimeUnit.class)
                .orShould()
                .callMethod(CompletableFuture.class, "delayedExecutor", long.class, TimeUnit.class)
                .orShould()
                .callMethod(UUID.class, "randomUUID")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callConstructor(Random.class)
                .orShould()
                .callMethod(ThreadLocalRandom.class, "current")
                .check(core);
    }

    @Test
    void onlyBuildersAndFakesFallBackOnTheClockOfTheSystem() {
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Builder")
                .and()
                .resideOutsideOfPackage("..inmemory..")
                .should()
                .callMethod(InstantSource.class, "system")
                .check(core);
    }

    @Test
    void nothingIsPrinted() {
        noClasses()
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(core);
    }
}
