package io.github.klibras.core;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures;
import io.github.klibras.core.backoff.Ticker;
import org.junit.jupiter.api.Tag;
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
import java.util.stream.Stream;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** The allowed dependencies of the architecture, and the rule that time and randomness are injected. */
@Tag("one-jdk")
class ArchitectureTest {

    private final JavaClasses core = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.github.klibras.core");

    @Test
    void coreDependsOnlyOnTheJdkAndAnnotations() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.github.klibras.core..", "java..", "org.jspecify.annotations")
                .check(core);
    }

    @Test
    void packagesFormNoCycles() {
        slices().matching("io.github.klibras.core.(**)")
                .should()
                .beFreeOfCycles()
                .check(core);
    }

    /** Each floor may use itself and those below it. */
    @Test
    void floorsDependOnlyOnLowerFloors() {
        Architectures.LayeredArchitecture floors = Architectures.layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("ground")
                .definedBy(in("landmark", "encoding", "backoff", "user", "catalog", "leaderboard", "internal"))
                .layer("recognition")
                .definedBy(in("recognition", "model", "progress", "video"))
                .layer("job")
                .definedBy(in("job", "job.internal", "store"))
                .layer("exchange")
                .definedBy(in("queue", "waiting"))
                .layer("service")
                .definedBy(in("service", "privacy"))
                .layer("housekeeping")
                .definedBy(in("housekeeping"))
                .layer("fakes")
                .definedBy(in("inmemory"));
        floors.whereLayer("fakes")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("housekeeping")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("service")
                .mayOnlyBeAccessedByLayers("housekeeping", "fakes")
                .whereLayer("exchange")
                .mayOnlyBeAccessedByLayers("service", "housekeeping", "fakes")
                .whereLayer("job")
                .mayOnlyBeAccessedByLayers("exchange", "service", "housekeeping", "fakes")
                .whereLayer("recognition")
                .mayOnlyBeAccessedByLayers("job", "exchange", "service", "housekeeping", "fakes")
                .ensureAllClassesAreContainedInArchitectureIgnoring("io.github.klibras.core")
                .check(core);
    }

    private static String[] in(String... packages) {
        return Stream.of(packages).map("io.github.klibras.core."::concat).toArray(String[]::new);
    }

    @Test
    void timeAndRandomnessAreInjected() {
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
    void onlyBuildersAndFakesDefaultToTheSystemClock() {
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
    void coreDoesNotPrint() {
        noClasses()
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(core);
    }
}
