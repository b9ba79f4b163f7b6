package io.github.klibras.core.landmark;

import io.github.klibras.core.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FrameSamplerTest {

    /**
     * The checksums are of NumPy's {@code linspace(0, n - 1, frames).astype(int)} as little-endian int32, n from frames
     * to 5999.
     */
    @ParameterizedTest
    @CsvSource({"100, 2318811094", "30, 2172487099", "7, 790232283"})
    void longRecordingsAreSampledLikeNumpysLinspace(int frames, long expectedChecksum) {
        CRC32 checksum = new CRC32();
        for (int total = frames; total < 6000; total++) {
            ByteBuffer bytes = ByteBuffer.allocate(frames * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (int index : new FrameSampler(frames).indices(total)) {
                bytes.putInt(index);
            }
            checksum.update(bytes.array());
        }
        assertThat(checksum.getValue()).isEqualTo(expectedChecksum);
    }

    @Test
    void shortRecordingsAreTakenWholeAndRepeatTheirLastFrame() {
        assertThat(new FrameSampler(5).indices(3)).containsExactly(0, 1, 2, 2, 2);
        assertThat(new FrameSampler(5).indices(1)).containsExactly(0, 0, 0, 0, 0);
    }

    /** As in versions of the Python service that take 70 frames for a model of 100. */
    @Test
    void samplerMayTakeFewerDifferentFramesThanTheModelNeeds() {
        FrameSampler sampler = new FrameSampler(6, 4);

        assertThat(sampler.indices(31)).containsExactly(0, 10, 20, 30, 30, 30);
        assertThat(sampler.indices(3)).containsExactly(0, 1, 2, 2, 2, 2);
        assertThat(new FrameSampler(3, 1).indices(10)).containsExactly(0, 0, 0);
    }

    @Test
    void singleFrameIsTheFirst() {
        assertThat(new FrameSampler(1).indices(10)).containsExactly(0);
    }

    @Test
    void longestRecordingStaysInRange() {
        int[] indices = new FrameSampler(100).indices(Integer.MAX_VALUE);

        assertThat(indices).isSorted();
        assertThat(indices[99]).isEqualTo(Integer.MAX_VALUE - 1);
    }

    @Test
    void invalidNumbersAreRefused() {
        assertThatThrownBy(() -> new FrameSampler(0)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> new FrameSampler(10_001)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> new FrameSampler(100, 0)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> new FrameSampler(100, 101)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> new FrameSampler(100).indices(0)).isInstanceOf(InvalidInputException.class);
    }
}
