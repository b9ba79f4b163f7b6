package io.github.klibras.landmarks.mediapipe;

import io.github.klibras.core.video.Picture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.zip.CRC32;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class CropTest {

    /**
     * The sums are of the crops by {@code cv2.warpPerspective} of OpenCV 4.11 from the same noise. With other
     * regions, one pixel in some 50,000 is off by 1/32 of a pixel: OpenCV gets the corners in 32 bits, so they are
     * not quite a rectangle.
     */
    @ParameterizedTest
    @CsvSource({
        "480, 270, 240, 135, 480, 480, 0, 192, ZERO, 625142295",
        "480, 270, 240, 135, 480, 480, 0, 224, ZERO, 2042717148",
        "360, 480, 180, 240, 480, 480, 0, 128, ZERO, 3828054998",
        "372, 248, 186, 124, 372, 372, 0, 224, ZERO, 1974493722",
        "480, 270, 190.3, 140.7, 131.9, 131.9, 2.5, 256, REPLICATE, 4018426379",
        "480, 270, 30.5, 250.25, 300.5, 300.5, -2.1, 256, REPLICATE, 2557986981",
        "480, 270, 470.125, 10.75, 90.5, 120.25, 1.7, 256, REPLICATE, 2659979271",
        "480, 270, 240, 135, 20.5, 20.5, 3.0, 224, REPLICATE, 1839476951",
        "480, 270, -50, -60, 70, 70, 0.7, 256, REPLICATE, 2632333904",
        "16, 9, 8, 4.5, 12.25, 12.25, 0.5, 64, REPLICATE, 29246094",
        "1, 1, 0.5, 0.5, 4, 4, 0.2, 16, REPLICATE, 60388609",
        "480, 270, 240.25, 135.5, 480.5, 480.5, 0.1, 192, ZERO, 4172639450",
    })
    void cropsMatchOpenCvExactly(
            int pictureWidth,
            int pictureHeight,
            float x,
            float y,
            float width,
            float height,
            float angle,
            int side,
            Crop.Border border,
            long sum) {
        Picture picture = Pictures.noise(pictureWidth, pictureHeight);
        FloatBuffer target = FloatBuffer.allocate(side * side * Picture.CHANNELS);

        new Crop(side, 0, 255, border).cut(picture, new Region(x, y, width, height, angle), target);

        CRC32 checksum = new CRC32();
        for (int i = 0; i < target.capacity(); i++) {
            checksum.update((int) target.get(i));
        }
        assertThat(checksum.getValue()).isEqualTo(sum);
    }

    @Test
    void colorsAreScaledToTheRangeOfTheNet() {
        Picture picture = Picture.of(1, 1, new byte[] {0, (byte) 255, 51}, Duration.ZERO);
        FloatBuffer target = FloatBuffer.allocate(3);

        new Crop(1, -1, 1, Crop.Border.REPLICATE).cut(picture, Region.squareAround(1, 1), target);

        assertThat(target.get(0)).isEqualTo(-1);
        assertThat(target.get(1)).isCloseTo(1, within(1e-6f));
        assertThat(target.get(2)).isCloseTo(-0.6f, within(1e-6f));
    }

    @Test
    void pixelsOutsideThePictureAreBlackOrReplicated() {
        Picture picture = Picture.of(2, 2, new byte[] {9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9}, Duration.ZERO);
        Region far = new Region(1, 1, 40, 40, 0);
        FloatBuffer black = FloatBuffer.allocate(4 * 4 * Picture.CHANNELS);
        FloatBuffer edge = FloatBuffer.allocate(4 * 4 * Picture.CHANNELS);

        new Crop(4, 0, 255, Crop.Border.ZERO).cut(picture, far, black);
        new Crop(4, 0, 255, Crop.Border.REPLICATE).cut(picture, far, edge);

        assertThat(black.get(0)).isZero();
        assertThat(edge.array()).containsOnly(9);
    }

    /** The fast path reads two bytes more than it needs, which do not exist after the last pixels. */
    @Test
    void lastPixelsOfThePictureAreRead() {
        Picture picture = Pictures.noise(5, 3);
        FloatBuffer target = FloatBuffer.allocate(5 * 5 * Picture.CHANNELS);

        // Five by five pixels at original size: the picture's three rows, and two rows like the last one.
        new Crop(5, 0, 255, Crop.Border.REPLICATE).cut(picture, new Region(2.5f, 2.5f, 5, 5, 0), target);

        for (int i = 0; i < target.capacity(); i++) {
            int rowBytes = 5 * Picture.CHANNELS;
            int row = Math.min(i / rowBytes, 2);
            assertThat(target.get(i)).isEqualTo(picture.rgb()[row * rowBytes + i % rowBytes] & 0xff);
        }
    }
}
