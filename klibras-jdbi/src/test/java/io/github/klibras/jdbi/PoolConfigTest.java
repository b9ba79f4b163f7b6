package io.github.klibras.jdbi;

import com.zaxxer.hikari.HikariConfig;
import io.github.klibras.core.InvalidInputException;
import org.junit.jupiter.api.Test;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PoolConfigTest {

    @Test
    void thePythonServicesSettingsMapToHikari() {
        HikariConfig hikari = hikari(PoolConfig.ofPythonService());

        assertThat(hikari.getMaximumPoolSize()).isEqualTo(60);
        assertThat(hikari.getMinimumIdle()).isEqualTo(20);
        assertThat(hikari.getIdleTimeout()).isEqualTo(60_000);
        assertThat(hikari.getConnectionTimeout()).isEqualTo(30_000);
        assertThat(hikari.getMaxLifetime()).isEqualTo(3_600_000);
    }

    @Test
    void theDefaultsAreHikarisOwn() {
        HikariConfig hikari = hikari(PoolConfig.defaults());

        assertThat(hikari.getMaximumPoolSize()).isEqualTo(10);
        assertThat(hikari.getMinimumIdle()).isEqualTo(10);
        assertThat(hikari.getMaxLifetime()).isEqualTo(1_800_000);
    }

    @Test
    void idleTimeoutThatHikariWouldWarnOfIsOmitted() {
        HikariConfig fixed = hikari(PoolConfig.defaults());
        HikariConfig shortLived = hikari(PoolConfig.builder()
                .minimumIdle(1)
                .maxLifetime(Duration.ofSeconds(30))
                .build());

        assertThat(fixed.getIdleTimeout()).isZero();
        assertThat(shortLived.getIdleTimeout()).isZero();
    }

    @Test
    void valuesOutOfBoundsAreRefusedByName() {
        refused(PoolConfig.builder().maximumPoolSize(0), "maximumPoolSize is 0");
        refused(PoolConfig.builder().minimumIdle(-1), "minimumIdle is -1");
        refused(PoolConfig.builder().idleTimeout(Duration.ofSeconds(9)), "idleTimeout is PT9S");
        refused(PoolConfig.builder().maxLifetime(Duration.ofSeconds(29)), "maxLifetime is PT29S");
        refused(PoolConfig.builder().connectionTimeout(Duration.ofMillis(249)), "connectionTimeout is PT0.249S");
        refused(PoolConfig.builder().connectionTimeout(Duration.ofDays(1000)), "connectionTimeout");
    }

    private static HikariConfig hikari(PoolConfig config) {
        return PooledDataSource.hikari("jdbc:h2:mem:", "sa", "", config);
    }

    private static void refused(PoolConfig.Builder builder, String message) {
        assertThatThrownBy(builder::build)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(message);
    }
}
