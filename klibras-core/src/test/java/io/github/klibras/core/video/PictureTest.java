package io.github.klibras.core.video;

import io.github.klibras.core.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.zip.CRC32;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PictureTest {

    /** The checksums are of the output of OpenCV 4.11's {@code cv2.resize} for the same noise. */
    @ParameterizedTest
    @CsvSource({
        "512, 512, 480, 480, 546633137",
        "512, 384, 480, 360, 4070733851",
        "683, 384, 480, 269, 708308363",
        "548, 342, 480, 299, 300026236",
        "1920, 1080, 480, 270, 3840568781",
        "960, 540, 480, 270, 948599956",
        "960, 541, 480, 270, 801431169",
        "721, 405, 480, 269, 2282021666",
        "1280, 720, 480, 270, 4032269821",
        "3840, 2160, 480, 270, 3407033800",
        "7, 5, 3, 2, 377189995",
        "640, 352, 480, 264, 202317987",
        "481, 3, 480, 2, 2413933990",
        "1000, 1000, 1, 1, 330865898",
    })
    void shrunkPicturesMatchOpenCvExactly(int width, int height, int maxWidth, int shrunkHeight, long sum) {
        Picture shrunk = noise(width, height).shrunkToWidth(maxWidth);

        CRC32 checksum = new CRC32();
        checksum.update(shrunk.rgb());
        assertThat(shrunk.width()).isEqualTo(maxWidth);
        assertThat(shrunk.height()).isEqualTo(shrunkHeight);
        assertThat(shrunk.time()).isEqualTo(Duration.ofSeconds(1));
        assertThat(checksum.getValue()).isEqualTo(sum);
    }

    @Test
    void pictureThatIsNotTooWideIsReturnedUnchanged() {
        Picture picture = noise(480, 9);

        assertThat(picture.shrunkToWidth(480)).isSameAs(picture);
    }

    @Test
    void pictureOfOneRowKeepsItsRow() {
        assertThat(noise(900, 1).shrunkToWidth(3).height()).isEqualTo(1);
    }

    @Test
    void flippingSwapsLeftAndRight() {
        Picture picture = Picture.of(2, 2, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, Duration.ZERO);

        assertThat(picture.flipped().rgb()).containsExactly(4, 5, 6, 1, 2, 3, 10, 11, 12, 7, 8, 9);
        assertThat(picture.rgb()).startsWith(1, 2, 3);
    }

    @Test
    void invalidPicturesAreRefused() {
        assertThatThrownBy(() -> Picture.of(2, 2, new byte[11], Duration.ZERO))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("A picture of 2×2 pixels needs 12 values, but got 11");
        assertThatThrownBy(() -> Picture.of(0, 2, new byte[0], Duration.ZERO))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> Picture.of(1, 16_385, new byte[49_155], Duration.ZERO))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> noise(2, 2).shrunkToWidth(0)).isInstanceOf(InvalidInputException.class);
    }

    private static Picture noise(int width, int height) {
        byte[] rgb = new byte[width * height * Picture.CHANNELS];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) ((int) (i * 2654435761L + 12345) >> 24);
        }
        return Picture.of(width, height, rgb, Duration.ofSeconds(1));
    }
}
