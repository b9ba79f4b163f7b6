package io.github.klibras.video.ffmpeg;

import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.video.Picture;
import io.github.klibras.core.video.SampledFrames.Frame;
import io.github.klibras.core.video.VideoDecoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Rotation and mirroring as files ask for it. The corners of the stored pictures are red, green; blue, white. */
class OrientationTest {

    private final VideoDecoder decoder = FfmpegVideoDecoder.builder().build();

    @ParameterizedTest(name = "{4}")
    @CsvSource({
        "1, 0, 0, 1, as it is, 64, RGBW",
        "0, 1, -1, 0, a quarter clockwise, 48, BRWG",
        "-1, 0, 0, -1, upside down, 64, WBGR",
        "0, -1, 1, 0, a quarter counterclockwise, 48, GWRB",
        "-1, 0, 0, 1, left and right exchanged, 64, GRWB",
        "1, 0, 0, -1, top and bottom exchanged, 64, BWRG",
        "0, 1, 1, 0, rows and columns exchanged, 48, RBGW",
        "0, -1, -1, 0, rows and columns exchanged and upside down, 48, WGBR",
        "0, 0, 0, 0, a matrix of zeros, 64, RGBW",
    })
    void videosAreTurnedByTheirDisplayMatrix(int a, int b, int c, int d, String turned, int width, String corners) {
        byte[] mp4 = Samples.turned(Samples.bytes("h264.mp4"), a, b, c, d);

        List<Frame> frames = Samples.decode(decoder, Video.of(mp4));

        assertThat(frames).hasSize(12).allSatisfy(frame -> {
            assertThat(frame.picture().width()).isEqualTo(width);
            assertThat(frame.picture().height()).isEqualTo(64 + 48 - width);
            assertThat(Samples.corners(frame.picture())).as(turned).isEqualTo(corners);
        });
    }

    @ParameterizedTest
    @CsvSource({"1, RGBW", "2, GRWB", "3, WBGR", "4, BWRG", "5, RBGW", "6, BRWG", "7, WGBR", "8, GWRB"})
    void picturesAreTurnedByTheirExifOrientation(int exif, String corners) {
        byte[] jpeg = Samples.turned(Samples.bytes("picture.jpg"), exif);

        Picture picture = Samples.decode(decoder, Video.of(jpeg)).get(0).picture();

        assertThat(Samples.corners(picture)).isEqualTo(corners);
        assertThat(picture.width()).isEqualTo(exif < 5 ? 64 : 48);
    }

    @Test
    void widePixelsAreStretchedBeforeThePictureIsTurned() {
        byte[] mp4 = Samples.turned(Samples.bytes("h264-wide-pixels.mp4"), 0, 1, -1, 0);

        Picture picture = Samples.decode(decoder, Video.of(mp4)).get(0).picture();

        assertThat(picture.width()).isEqualTo(48);
        assertThat(picture.height()).isEqualTo(128);
    }

    @ParameterizedTest
    @CsvSource({
        "65000, 3000, -3000, 65000, false, false, false",
        "3000, 65000, -65000, 3000, true, true, false",
        "-2147483648, 0, 0, -2147483648, false, true, true",
    })
    void anglesAreRoundedToTheNearestRightAngle(
            int a, int b, int c, int d, boolean transposed, boolean flippedX, boolean flippedY) {
        assertThat(Orientation.of(a, b, c, d)).isEqualTo(new Orientation(transposed, flippedX, flippedY));
    }
}
