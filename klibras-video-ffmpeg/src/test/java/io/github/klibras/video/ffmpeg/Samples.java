package io.github.klibras.video.ffmpeg;

import io.github.klibras.core.landmark.FrameSampler;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.video.Picture;
import io.github.klibras.core.video.SampledFrames;
import io.github.klibras.core.video.SampledFrames.Frame;
import io.github.klibras.core.video.VideoDecoder;
import org.junit.jupiter.api.Assumptions;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The clips made by {@code tools/video_samples.py}: 64×48 pixels and 12 frames that show their index, unless the name
 * says otherwise.
 */
final class Samples {

    /** One frame of each clip as decoded by OpenCV, by name. */
    static final String OPENCV = "opencv.zip";

    private Samples() {}

    static byte[] bytes(String name) {
        try (InputStream in = Objects.requireNonNull(
                Samples.class.getResourceAsStream("/samples/" + name), "there is no test resource samples/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Video video(String name) {
        return Video.of(bytes(name));
    }

    /** Decodes all frames. */
    static List<Frame> decode(VideoDecoder decoder, Video video) {
        List<Frame> frames = new ArrayList<>();
        try (SampledFrames source = decoder.open(video, new FrameSampler(FrameSampler.MAX_FRAMES), () -> false)) {
            for (Optional<Frame> next = source.next(); next.isPresent(); next = source.next()) {
                frames.add(next.get());
            }
            assertThat(frames).hasSize(source.totalFrames());
        }
        return frames;
    }

    /** Returns the color at a place given as fractions of width and height: R(ed), G, B, W(hite), D(ark) or '?'. */
    static char colorAt(Picture picture, double x, double y) {
        int row = (int) (y * picture.height());
        int column = (int) (x * picture.width());
        int at = Picture.CHANNELS * (row * picture.width() + column);
        boolean red = (picture.rgb()[at] & 0xff) > 128 + 30;
        boolean green = (picture.rgb()[at + 1] & 0xff) > 128 + 30;
        boolean blue = (picture.rgb()[at + 2] & 0xff) > 128 + 30;
        if (red && green && blue) {
            return 'W';
        }
        if (!red && !green && !blue) {
            return 'D';
        }
        return red && !green && !blue ? 'R' : green && !red && !blue ? 'G' : blue && !red && !green ? 'B' : '?';
    }

    /** Returns the colors of the corners: top left, top right, bottom left, bottom right. */
    static String corners(Picture picture) {
        return "" + colorAt(picture, 0.1, 0.1) + colorAt(picture, 0.9, 0.1) + colorAt(picture, 0.1, 0.9)
                + colorAt(picture, 0.9, 0.9);
    }

    /** Returns the index that an upright frame shows. */
    static int shownIndex(Picture picture) {
        int index = 0;
        for (int bit = 0; bit < 4; bit++) {
            index |= colorAt(picture, 0.125 + 0.25 * bit, 0.5) == 'W' ? 1 << bit : 0;
        }
        return index;
    }

    /** Writes a display matrix into an MP4. */
    static byte[] turned(byte[] mp4, int a, int b, int c, int d) {
        byte[] turned = mp4.clone();
        // After the name of the box: version, flags, five numbers, eight bytes, layer, group, volume, two bytes.
        int at = indexOf(turned, "tkhd") + 4 + 4 + 20 + 8 + 8;
        int one = 1 << 16;
        ByteBuffer.wrap(turned)
                .putInt(at, a * one)
                .putInt(at + 4, b * one)
                .putInt(at + 12, c * one)
                .putInt(at + 16, d * one);
        return turned;
    }

    /** Writes an EXIF orientation into a JPEG. */
    static byte[] turned(byte[] jpeg, int orientation) {
        byte[] exif = {
            (byte) 0xff,
            (byte) 0xe1,
            0,
            34,
            'E',
            'x',
            'i',
            'f',
            0,
            0,
            'M',
            'M',
            0,
            42,
            0,
            0,
            0,
            8,
            0,
            1,
            1,
            0x12,
            0,
            3,
            0,
            0,
            0,
            1,
            0,
            (byte) orientation,
            0,
            0,
            0,
            0,
            0,
            0
        };
        byte[] turned = new byte[jpeg.length + exif.length];
        System.arraycopy(jpeg, 0, turned, 0, 2);
        System.arraycopy(exif, 0, turned, 2, exif.length);
        System.arraycopy(jpeg, 2, turned, 2 + exif.length, jpeg.length - 2);
        return turned;
    }

    /** Returns the position of a text in a file, where it must occur. */
    static int indexOf(byte[] file, String text) {
        int at = new String(file, StandardCharsets.ISO_8859_1).indexOf(text);
        assertThat(at).as("where %s is", text).isNotNegative();
        return at;
    }

    /** Returns the files of a zip by their names. */
    static Map<String, byte[]> unzip(byte[] zip) {
        Map<String, byte[]> files = new HashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                files.put(entry.getName(), in.readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    /** Returns a file of reference data, or skips the test with a reason if it is missing. */
    static Path shared(String file) {
        Path path = Path.of(System.getProperty("klibras.shared", "../../shared"), file);
        if (!Files.exists(path)) {
            String reason = "Skipped: there is no " + path + "; set -Dklibras.shared=DIR";
            System.err.println(reason);
            Assumptions.abort(reason);
        }
        return path;
    }
}
