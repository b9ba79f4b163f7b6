package io.github.klibras.jdbi;

import com.zaxxer.hikari.HikariConfig;
import io.github.klibras.core.InvalidInputException;
import org.junit.jupiter.api.Test;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PoolConfigTest {

    @Test
    void theDefaultsAreThoseOfThePythonService() {
        PoolConfig config = PoolConfig.defaults();

        assertThat(config.poolSize()).isEqualTo(20);
        assertThat(config.maxOverflow()).isEqualTo(40);
        assertThat(config.recycle()).isEqualTo(Duration.ofHours(1));
        assertThat(config.timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.prePing()).isTrue();
    }

    @Test
    void theDefaultsMapToHikari() {
        HikariConfig hikari = hikari(PoolConfig.defaults());

        assertThat(hikari.getMaximumPoolSize()).isEqualTo(60);
        assertThat(hikari.getMinimumIdle()).isEqualTo(20);
        assertThat(hikari.getIdleTimeout()).isEqualTo(60_000);
        assertThat(hikari.getConnectionTimeout()).isEqualTo(30_000);
        assertThat(hikari.getMaxLifetime()).isEqualTo(3_600_000);
    }

    @Test
    void connectionsBeyondThePoolAreClosedBeforeAShortLifeEnds() {
        HikariConfig hikari =
                hikari(PoolConfig.builder().recycle(Duration.ofSeconds(30)).build());

        assertThat(hikari.getIdleTimeout()).isEqualTo(15_000);
    }

    @Test
    void valuesOutOfBoundsAreRefusedByName() {
        refused(PoolConfig.builder().poolSize(0), "poolSize is 0");
        refused(PoolConfig.builder().maxOverflow(-1), "maxOverflow is -1");
        refused(PoolConfig.builder().maxOverflow(Integer.MAX_VALUE), "maxOverflow");
        refused(PoolConfig.builder().recycle(Duration.ofSeconds(29)), "recycle is PT29S");
        refused(PoolConfig.builder().timeout(Duration.ofMillis(249)), "timeout is PT0.249S");
        refused(PoolConfig.builder().timeout(Duration.ofDays(1000)), "timeout");
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
