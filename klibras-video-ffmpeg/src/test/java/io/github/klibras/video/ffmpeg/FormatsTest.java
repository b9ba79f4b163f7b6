package io.github.klibras.video.ffmpeg;

import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.video.Picture;
import io.github.klibras.core.video.SampledFrames.Frame;
import io.github.klibras.core.video.VideoDecoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Containers, codecs, pixel formats and shapes of pixels. */
class FormatsTest {

    private final VideoDecoder decoder = FfmpegVideoDecoder.builder().build();

    @ParameterizedTest
    @CsvSource({
        "h264.mp4, 12, 64, 48",
        "h264.mov, 12, 64, 48",
        "h264.mkv, 12, 64, 48",
        "h264-fragmented.mp4, 12, 64, 48",
        "h264-full-range.mp4, 12, 64, 48",
        "h264-422-10.mp4, 12, 64, 48",
        "h264-444.mp4, 12, 63, 47",
        "h264-interlaced.mp4, 12, 64, 48",
        "h264-variable.mp4, 12, 64, 48",
        "h264-wide-pixels.mp4, 12, 128, 48",
        "h264-tall-pixels.mp4, 12, 64, 96",
        "h264-4k.mp4, 1, 3840, 2160",
        "hevc.mp4, 12, 64, 48",
        "hevc-10.mp4, 12, 64, 48",
        "vp8.webm, 12, 64, 48",
        "vp9.webm, 12, 64, 48",
        "vp9-browser.webm, 12, 64, 48",
        "vp9-odd.webm, 12, 63, 47",
        "av1.webm, 12, 64, 48",
        // H.263 in 3GP has pixels of 12:11.
        "h263.3gp, 12, 140, 96",
        "mpeg4.3gp, 12, 64, 48",
        "mjpeg.mov, 4, 64, 48",
        "prores.mov, 2, 64, 48",
    })
    void framesAreUprightInOrderAndInColor(String sample, int frames, int width, int height) {
        List<Frame> decoded = Samples.decode(decoder, Samples.video(sample));

        assertThat(decoded.stream().map(frame -> Samples.shownIndex(frame.picture())))
                .containsExactlyElementsOf(IntStream.range(0, frames).boxed().toList());
        assertThat(decoded).allSatisfy(frame -> {
            assertThat(frame.picture().width()).isEqualTo(width);
            assertThat(frame.picture().height()).isEqualTo(height);
            assertThat(Samples.corners(frame.picture())).isEqualTo("RGBW");
        });
    }

    @Test
    void grayVideosAreReadAsGray() {
        List<Frame> decoded = Samples.decode(decoder, Samples.video("h264-gray.mp4"));

        assertThat(decoded).hasSize(12);
        assertThat(Samples.shownIndex(decoded.get(7).picture())).isEqualTo(7);
        byte[] rgb = decoded.get(7).picture().rgb();
        for (int i = 0; i < rgb.length; i += Picture.CHANNELS) {
            assertThat(rgb[i]).isEqualTo(rgb[i + 1]).isEqualTo(rgb[i + 2]);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "rgb.png, RGBW",
        "rgba.png, RGBW",
        "rgb48.png, RGBW",
        "indexed.png, RGBW",
        "picture.jpg, RGBW",
        "gray.png, DDDW",
    })
    void aPictureIsAVideoOfOneFrame(String sample, String corners) {
        List<Frame> decoded = Samples.decode(decoder, Samples.video(sample));

        assertThat(decoded).singleElement().satisfies(frame -> {
            assertThat(frame.index()).isZero();
            assertThat(frame.picture().time()).isZero();
            assertThat(Samples.shownIndex(frame.picture())).isEqualTo(5);
            assertThat(Samples.corners(frame.picture())).isEqualTo(corners);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "picture.jpg, h264.mp4",
        "picture.jpg, picture.jpg",
        "rgb.png, gray.png",
    })
    void dataAfterAPictureIsIgnored(String picture, String behind) {
        byte[] first = Samples.bytes(picture);
        byte[] second = Samples.bytes(behind);
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);

        assertThat(Samples.decode(decoder, Video.of(both)))
                .singleElement()
                .satisfies(frame -> assertThat(Samples.corners(frame.picture())).isEqualTo("RGBW"));
    }

    @Test
    void framesMatchThoseOfOpenCv() {
        Map<String, byte[]> expected = Samples.unzip(Samples.bytes(Samples.OPENCV));
        assertThat(expected).hasSizeGreaterThan(20);

        expected.forEach((sample, rgb) -> {
            List<Frame> decoded = Samples.decode(decoder, Samples.video(sample));
            byte[] ours = decoded.get(decoded.size() / 2).picture().rgb();
            // FFmpeg 8 rounds values of more than one byte differently from the FFmpeg 5 in OpenCV 4.11; libjpeg is a
            // different decoder.
            int tolerance = sample.matches(".*-10.mp4|prores.mov") ? 4 : sample.endsWith(".jpg") ? 16 : 1;
            assertThat(ours).as(sample).hasSameSizeAs(rgb);
            for (int i = 0; i < rgb.length; i++) {
                assertThat(ours[i] & 0xff).as("%s at %s", sample, i).isCloseTo(rgb[i] & 0xff, within(tolerance));
            }
        });
    }

    @Test
    void frameTimesAreTakenFromTheFile() {
        List<Duration> times = Samples.decode(decoder, Samples.video("h264-variable.mp4")).stream()
                .map(frame -> frame.picture().time())
                .toList();

        assertThat(times)
                .containsExactlyElementsOf(IntStream.of(0, 1, 2, 10, 11, 30, 31, 33, 60, 90, 91, 120)
                        .mapToObj(units -> Duration.ofNanos(Math.round(units / 30.0 * 1e9)))
                        .toList());
    }

    @Test
    void threadCountDoesNotChangeFrames() {
        VideoDecoder threads = FfmpegVideoDecoder.builder().threads(4).build();

        for (String sample : List.of("h264.mp4", "hevc.mp4", "vp9.webm", "av1.webm")) {
            List<Frame> one = Samples.decode(decoder, Samples.video(sample));
            List<Frame> four = Samples.decode(threads, Samples.video(sample));
            assertThat(four).hasSameSizeAs(one);
            for (int i = 0; i < one.size(); i++) {
                assertThat(four.get(i).picture().rgb())
                        .isEqualTo(one.get(i).picture().rgb());
            }
        }
    }
}
