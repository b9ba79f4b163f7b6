package io.github.klibras.core.service;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.backoff.Backoff;
import io.github.klibras.core.housekeeping.ReaperConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ConfigurationTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void workerHasTheDocumentedDefaults() {
        WorkerConfig config = WorkerConfig.defaults();

        assertThat(config.lease()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.heartbeat()).isEqualTo(Duration.ofSeconds(20));
        assertThat(config.maxRun()).isEqualTo(Duration.ofMinutes(10));
        assertThat(config.maxAttempts()).isEqualTo(5);
        assertThat(config.unknownJobPatience()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void workerBuilderAppliesEverySetting() {
        Backoff backoff = Backoff.fixed(SECOND);

        WorkerConfig config = WorkerConfig.builder()
                .lease(Duration.ofSeconds(2))
                .heartbeat(SECOND)
                .maxRun(Duration.ofSeconds(3))
                .maxAttempts(1)
                .retryBackoff(backoff)
                .unknownJobPatience(Duration.ofSeconds(4))
                .build();

        assertThat(config)
                .isEqualTo(new WorkerConfig(
                        Duration.ofSeconds(2), SECOND, Duration.ofSeconds(3), 1, backoff, Duration.ofSeconds(4)));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void workerDurationsMustBePositive(long nanos) {
        Duration wrong = Duration.ofNanos(nanos);

        refused("lease", () -> WorkerConfig.builder().lease(wrong).build());
        refused("heartbeat", () -> WorkerConfig.builder().heartbeat(wrong).build());
        refused("longest run", () -> WorkerConfig.builder().maxRun(wrong).build());
        refused(
                "unknown jobs",
                () -> WorkerConfig.builder().unknownJobPatience(wrong).build());
    }

    @Test
    void workerNeedsTwoHeartbeatsPerLeaseAndOneAttempt() {
        Duration justTooSlow = Duration.ofSeconds(30).plusNanos(1);

        refused("heartbeat", () -> WorkerConfig.builder().heartbeat(justTooSlow).build());
        refused("attempt", () -> WorkerConfig.builder().maxAttempts(0).build());
    }

    @Test
    void reaperHasTheDocumentedDefaults() {
        assertThat(ReaperConfig.defaults())
                .isEqualTo(new ReaperConfig(
                        Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofHours(24), Duration.ofDays(365), 500));
    }

    @Test
    void reaperBuilderAppliesEverySetting() {
        ReaperConfig config = ReaperConfig.builder()
                .interval(SECOND)
                .leaseGrace(Duration.ofSeconds(2))
                .maxQueued(Duration.ofSeconds(3))
                .retention(Duration.ofSeconds(4))
                .batch(1)
                .build();

        assertThat(config)
                .isEqualTo(new ReaperConfig(
                        SECOND, Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(4), 1));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void reaperSettingsMustBePositive(long nanos) {
        Duration wrong = Duration.ofNanos(nanos);

        refused("interval", () -> ReaperConfig.builder().interval(wrong).build());
        refused("grace", () -> ReaperConfig.builder().leaseGrace(wrong).build());
        refused("queue", () -> ReaperConfig.builder().maxQueued(wrong).build());
        refused("retention", () -> ReaperConfig.builder().retention(wrong).build());
        refused("batch", () -> ReaperConfig.builder().batch((int) nanos).build());
    }

    private static void refused(String field, Runnable build) {
        assertThatThrownBy(build::run).isInstanceOf(InvalidInputException.class).hasMessageContaining(field);
    }
}
