package io.github.klibras.amqp;

import io.github.klibras.core.backoff.Scheduler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.logging.Logger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Certificates are verified, and so are the host names in them. */
@EnabledIf(value = "io.github.klibras.amqp.AmqpTlsTest#available", disabledReason = "There is no broker with TLS")
class AmqpTlsTest {

    private static final @Nullable String URI = System.getenv("KLIBRAS_AMQPS_URI");

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Scheduler scheduler = Scheduler.on(timer);

    static boolean available() {
        if (URI == null) {
            Logger.getLogger(AmqpTlsTest.class.getName())
                    .warning("TLS is not tested: KLIBRAS_AMQPS_URI is not set; tools/broker starts a server");
        }
        return URI != null;
    }

    @AfterEach
    void close() {
        timer.shutdownNow();
    }

    @Test
    void certificateOfATrustedAuthorityIsAccepted() throws Exception {
        BrokerConfig config = BrokerConfig.builder(uri()).sslContext(trusting()).build();
        try (Broker broker = Broker.connect(config, scheduler)) {
            assertThat(broker.connected()).isTrue();
        }
        assertThat(config.toString()).contains("TLS").doesNotContain("guest:guest");
    }

    @Test
    void untrustedCertificateIsRefused() {
        BrokerConfig config = BrokerConfig.builder(uri()).build();

        assertThatThrownBy(() -> Broker.connect(config, scheduler))
                .isInstanceOf(BrokerException.class)
                .hasMessageContaining("unable to find valid certification path");
    }

    @Test
    void aCertificateOfAnotherHostIsRefused() throws Exception {
        BrokerConfig config = BrokerConfig.builder(uri().replace("localhost", "127.0.0.1"))
                .sslContext(trusting())
                .build();

        assertThatThrownBy(() -> Broker.connect(config, scheduler))
                .isInstanceOf(BrokerException.class)
                .hasMessageContaining("127.0.0.1");
    }

    private static String uri() {
        return Objects.requireNonNull(URI);
    }

    private static SSLContext trusting() throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in =
                Files.newInputStream(Path.of(Objects.requireNonNull(System.getenv("KLIBRAS_AMQPS_CA"))))) {
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
