package io.github.klibras.amqp;

import io.github.klibras.core.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Invalid settings are refused, and nothing printed contains a password. */
class BrokerConfigTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://guest:geheim123@localhost",
                "guest:geheim123@localhost",
                "amqp://guest:geheim123@local host",
                "amqp://guest:geheim123@localhost:port",
                "amqp://guest:geheim123@localhost/a/b",
                ""
            })
    void invalidUriIsRefusedWithoutQuotingItsPassword(String uri) {
        BrokerConfig.Builder builder = BrokerConfig.builder(uri);

        assertThatThrownBy(builder::build)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("expected amqp://user:password@host:port/vhost")
                .hasMessageNotContaining("geheim123")
                .hasNoCause();
    }

    @Test
    void aConfigurationIsPrintedWithoutItsPassword() {
        BrokerConfig config =
                BrokerConfig.builder("amqp://ana:geheim123@broker:5673/klibras").build();

        assertThat(config).hasToString("ana@[broker:5673], virtual host klibras");
    }

    @Test
    void clusterNodesReplaceTheHost() {
        BrokerConfig config = BrokerConfig.builder("amqp://ana:geheim123@broker")
                .addresses("one:5672", "two:5673")
                .build();

        assertThat(config.toString()).contains("one:5672", "two:5673").doesNotContain("broker");
    }

    @Test
    void timesOutOfBoundsAreRefused() {
        BrokerConfig.Builder builder = BrokerConfig.builder("amqp://localhost");

        assertThatThrownBy(() -> builder.heartbeat(Duration.ZERO).build())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("heartbeat is PT0S");
        builder.heartbeat(Duration.ofSeconds(5));
        assertThatThrownBy(() -> builder.connectionTimeout(Duration.ofDays(1)).build())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("connection timeout is PT24H");
    }

    @Test
    void retryStepsMustAscend() {
        QueueTopology topology = QueueTopology.compatible("q");

        for (List<Duration> steps : List.of(
                List.<Duration>of(),
                List.of(Duration.ZERO),
                List.of(Duration.ofSeconds(2), Duration.ofSeconds(1)),
                List.of(Duration.ofDays(2)))) {
            assertThatThrownBy(() -> topology.withRetrySteps(steps.toArray(Duration[]::new)))
                    .isInstanceOf(InvalidInputException.class);
        }
        assertThatThrownBy(() -> topology.withDeliveryLimit(0)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> QueueTopology.compatible("")).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void aDelayTakesTheFirstStepThatIsLongEnough() {
        QueueTopology topology = QueueTopology.compatible("q");

        assertThat(topology.retryStep(Duration.ofMillis(1))).isEqualTo(Duration.ofSeconds(1));
        assertThat(topology.retryStep(Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(1));
        assertThat(topology.retryStep(Duration.ofMillis(60_500))).isEqualTo(Duration.ofSeconds(64));
        assertThat(topology.retryStep(Duration.ofHours(1))).isEqualTo(Duration.ofSeconds(64));
        assertThat(topology.queues())
                .startsWith("q", "q.parked", "q.retry.1s", "q.retry.2s")
                .hasSize(9);
        assertThat(topology.withRetrySteps(Duration.ofMillis(1500)).queues()).contains("q.retry.1500ms");
    }

    @Test
    void limitsOfPublishersAndConsumersAreChecked() {
        assertThatThrownBy(
                        () -> PublisherConfig.builder().timeout(Duration.ZERO).build())
                .hasMessageContaining("publish timeout");
        assertThatThrownBy(() -> PublisherConfig.builder().windowBytes(0).build())
                .hasMessageContaining("window of bytes is 0");
        assertThatThrownBy(() -> PublisherConfig.builder().maxMessageBytes(-1).build())
                .hasMessageContaining("largest message is -1");
        assertThatThrownBy(() -> ConsumerConfig.builder().maxDeliveries(0).build())
                .hasMessageContaining("limit of deliveries is 0");
        assertThatThrownBy(() ->
                        ConsumerConfig.builder().drainTimeout(Duration.ZERO).build())
                .hasMessageContaining("drain timeout");
    }
}
