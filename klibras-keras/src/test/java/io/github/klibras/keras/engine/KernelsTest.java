package io.github.klibras.keras.engine;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class KernelsTest {

    /** The logarithm of a negative probability is NaN. */
    @ParameterizedTest
    @EnumSource
    void sigmoidAndTanhStayInTheirRange(Acceleration acceleration) {
        Kernels kernels = acceleration.kernels();
        float[] sigmoids = new float[400_001];
        float[] tanhs = new float[sigmoids.length];
        for (int i = 0; i < sigmoids.length; i++) {
            sigmoids[i] = (i - 200_000) / 5_000f;
            tanhs[i] = sigmoids[i];
        }

        kernels.sigmoid(sigmoids, 0, sigmoids.length);
        kernels.tanh(tanhs, 0, tanhs.length);

        for (int i = 0; i < sigmoids.length; i++) {
            assertThat(sigmoids[i]).isBetween(0f, 1f);
            assertThat(tanhs[i]).isBetween(-1f, 1f);
        }
    }
}
