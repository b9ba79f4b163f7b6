package io.github.klibras.video.ffmpeg;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.landmark.FrameSampler;
import io.github.klibras.core.landmark.UnreadableVideoException;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.video.SampledFrames;
import io.github.klibras.core.video.VideoDecoder;
import io.github.klibras.core.video.VideoLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Files that are refused, and the messages to learners. */
class RefusalsTest {

    private static final FrameSampler SAMPLER = new FrameSampler(100);

    private final VideoDecoder decoder = FfmpegVideoDecoder.builder().build();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sound-with-cover.m4a | There is no picture in the file, only sound; film the sign with the camera",
                "sound.m4a | There is no picture in the file, only sound; film the sign with the camera",
                "h264-long.mp4 | The video is longer than 60 s; film the sign alone",
                "vp8-long.webm | The video is longer than 60 s; film the sign alone",
                "ffv1.mkv | Videos of the kind 'ffv1' cannot be used; send it as MP4 with H.264, or as WebM",
            })
    void refusalMessagesSayWhatIsWrong(String sample, String message) {
        refuses(Samples.bytes(sample), message);
    }

    @Test
    void messagesNameTheExceededLimit() {
        assertThatThrownBy(() -> open("h264.mp4", new VideoLimits(Duration.ofMillis(250), 100, 10_000)))
                .isInstanceOf(UnreadableVideoException.class)
                .hasMessage("The video is longer than 0.25 s; film the sign alone");
        assertThatThrownBy(() -> open("h264.mp4", new VideoLimits(Duration.ofMinutes(1), 11, 10_000)))
                .isInstanceOf(UnreadableVideoException.class)
                .hasMessage("The video has more than 11 frames; film the sign alone");
        assertThatThrownBy(() -> open("h264-4k.mp4", new VideoLimits(Duration.ofMinutes(1), 11, 1920 * 1080)))
                .isInstanceOf(UnreadableVideoException.class)
                .hasMessage("The picture is too large, 3840×2160 pixels; at most 2.1 megapixels can be used; choose a"
                        + " lower resolution, such as Full HD (1080p)");
    }

    @Test
    void pictureTooLargeAfterStretchingIsRefused() {
        VideoDecoder small = FfmpegVideoDecoder.builder()
                .limits(new VideoLimits(Duration.ofMinutes(1), 100, 64 * 48))
                .build();

        assertThatThrownBy(() -> Samples.decode(small, Samples.video("h264-wide-pixels.mp4")))
                .isInstanceOf(UnreadableVideoException.class)
                .hasMessageContaining("128×48");
    }

    @Test
    void falsePictureSizeIsRefused() {
        byte[] png = Samples.bytes("rgb.png");
        ByteBuffer.wrap(png).putInt(16, 60_000).putInt(20, 60_000);

        assertThatThrownBy(() -> decoder.open(Video.of(png), SAMPLER, () -> false))
                .isInstanceOf(UnreadableVideoException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 40, 300, 1100, 1500, 1900})
    void truncatedVideoIsReportedAsDamaged(int bytes) {
        refuses(
                Arrays.copyOf(Samples.bytes("h264.mp4"), bytes),
                "The video is damaged or incomplete; send it again, or film the sign again");
    }

    @Test
    void beginningOfTruncatedWebmIsRead() {
        byte[] whole = Samples.bytes("vp9.webm");

        assertThat(Samples.decode(decoder, Video.of(Arrays.copyOf(whole, whole.length * 3 / 4))))
                .hasSizeBetween(1, 11)
                .allSatisfy(
                        frame -> assertThat(Samples.shownIndex(frame.picture())).isEqualTo(frame.index()));
    }

    @Test
    void missingFramesAreNotCounted() {
        byte[] mkv = Samples.bytes("h264.mkv");
        // The whole second group of frames: 6 of the 12 are left.
        Arrays.fill(mkv, mkv.length * 3 / 4, mkv.length - 100, (byte) 0xff);

        assertThat(Samples.decode(decoder, Video.of(mkv)).size()).isBetween(1, 11);
    }

    @Test
    void playlistsAndScriptsThatNameOtherFilesAreRefused(@TempDir Path folder) throws IOException {
        Path secret = Files.write(folder.resolve("secret.mp4"), Samples.bytes("h264.mp4"));
        String unusable =
                "This is no video that can be used; send an MP4, MOV, 3GP, WebM or Matroska video, or a JPEG or PNG picture";

        for (String name : new String[] {secret.toString(), secret.toUri().toString(), "secret.mp4"}) {
            refuses(text("#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n" + name + "\n#EXT-X-ENDLIST\n"), unusable);
            refuses(text("ffconcat version 1.0\nfile '" + name + "'\n"), unusable);
            refuses(
                    text("<?xml version=\"1.0\"?><MPD><Period><AdaptationSet><BaseURL>" + name
                            + "</BaseURL></AdaptationSet></Period></MPD>"),
                    unusable);
        }
    }

    @Test
    void movieReferringToAnotherFileIsRefused(@TempDir Path folder) throws IOException {
        byte[] whole = Samples.bytes("h264.mov");
        Path other = Files.write(folder.resolve("other.mov"), whole);
        byte[] reference = referringTo(whole, other);

        assertThatThrownBy(() -> Samples.decode(decoder, Video.of(reference)))
                .isInstanceOf(UnreadableVideoException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GIF87a", "GIF89a"})
    void animatedPicturesAreRefused(String start) {
        refuses(text(start + "@......"), "A GIF cannot be used; send the video itself, as MP4 or WebM");
    }

    @ParameterizedTest
    @ValueSource(strings = {"heic", "mif1", "avif"})
    void tiledPicturesAreRefused(String brand) {
        refuses(
                text("\0\0\0\u0018ftyp" + brand + "...."),
                "Pictures in HEIC or AVIF cannot be used; send a JPEG or PNG");
    }

    @Test
    void exceptionFromCancellationCheckIsRethrown() {
        AtomicInteger asked = new AtomicInteger();
        for (int at = 1; at < 60; at++) {
            int last = at;
            asked.set(0);
            BooleanSupplier broken = () -> {
                if (asked.incrementAndGet() >= last) {
                    throw new AssertionError("asked");
                }
                return false;
            };
            assertThatThrownBy(() -> readAll("h264.mp4", broken))
                    .isInstanceOf(AssertionError.class)
                    .hasMessage("asked");
        }
    }

    @Test
    void decodingCanBeCancelledAtAnyMoment() {
        AtomicInteger asked = new AtomicInteger();
        readAll("h264.mp4", () -> asked.incrementAndGet() < 0);
        int times = asked.get();

        for (int at = 1; at <= times; at++) {
            int last = at;
            asked.set(0);
            // It is not asked again once it has returned true, even if it would then return false.
            BooleanSupplier once = () -> asked.incrementAndGet() == last;
            assertThatThrownBy(() -> readAll("h264.mp4", once)).isInstanceOf(CancellationException.class);
        }
        assertThat(times).isGreaterThan(30);
    }

    @Test
    void closedFramesCannotBeRead() {
        SampledFrames frames = decoder.open(Samples.video("h264.mp4"), SAMPLER, () -> false);
        frames.close();

        assertThatThrownBy(frames::next).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 17})
    void threadCountOutOfBoundsIsRefused(int threads) {
        assertThatThrownBy(() -> FfmpegVideoDecoder.builder().threads(threads))
                .isInstanceOf(InvalidInputException.class);
    }

    private void readAll(String sample, BooleanSupplier cancelled) {
        try (SampledFrames frames = decoder.open(Samples.video(sample), SAMPLER, cancelled)) {
            while (frames.next().isPresent()) {
                // only reading
            }
        }
    }

    private void refuses(byte[] file, String message) {
        assertThatThrownBy(() -> decoder.open(Video.of(file), SAMPLER, () -> false))
                .isInstanceOf(UnreadableVideoException.class)
                .hasMessage(message);
    }

    private static void open(String sample, VideoLimits limits) {
        FfmpegVideoDecoder.builder()
                .limits(limits)
                .build()
                .open(Samples.video(sample), SAMPLER, () -> false)
                .close();
    }

    /** Makes a movie refer to another file for its frames: a Macintosh alias record with the absolute path. */
    private static byte[] referringTo(byte[] mov, Path other) {
        byte[] path = text(other.toString());
        ByteBuffer alias = ByteBuffer.allocate(12 + 150 + path.length + 8);
        alias.putInt(alias.capacity()).put(text("alis")).position(12 + 10);
        alias.put((byte) 1).put(text("v")).position(12 + 10 + 28 + 12);
        alias.put((byte) 1).put(text("f")).position(12 + 10 + 28 + 12 + 64 + 16 + 4 + 16);
        alias.putShort((short) 2).putShort((short) path.length).put(path);
        // The reference replaces one of 12 bytes at the end of the movie's index; the enclosing boxes grow.
        int at = Samples.indexOf(mov, "dref") + 4 + 8;
        int growth = alias.capacity() - 12;
        ByteBuffer changed = ByteBuffer.allocate(mov.length + growth);
        changed.put(mov, 0, at).put(alias.array()).put(mov, at + 12, mov.length - at - 12);
        for (String box : List.of("moov", "trak", "mdia", "minf", "dinf", "dref")) {
            int size = Samples.indexOf(mov, box) - 4;
            changed.putInt(size, changed.getInt(size) + growth);
        }
        return changed.array();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
