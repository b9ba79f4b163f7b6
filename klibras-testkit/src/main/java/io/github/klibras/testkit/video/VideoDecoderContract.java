package io.github.klibras.testkit.video;

import io.github.klibras.core.landmark.FrameSampler;
import io.github.klibras.core.landmark.UnreadableVideoException;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.video.SampledFrames;
import io.github.klibras.core.video.SampledFrames.Frame;
import io.github.klibras.core.video.VideoDecoder;
import io.github.klibras.core.video.VideoLimits;
import io.github.klibras.testkit.Race;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The rules of {@link VideoDecoder}. */
public abstract class VideoDecoderContract {

    private static final FrameSampler ALL = new FrameSampler(FrameSampler.MAX_FRAMES);

    /** Returns a decoder with these limits; the contract closes what it opens. */
    protected abstract VideoDecoder decoder(VideoLimits limits);

    /** Returns a video of at least 8 frames, no two of which are equal, that lasts more than 0.1 s. */
    protected abstract Video video();

    /** Returns the number of frames of {@link #video()}. */
    protected abstract int frames();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 100})
    void chosenFramesAreReturnedOnceInAscendingOrder(int wanted) {
        FrameSampler sampler = new FrameSampler(wanted);
        try (SampledFrames frames = open(sampler)) {
            assertThat(frames.totalFrames()).isEqualTo(frames());
            int[] expected = Arrays.stream(sampler.indices(frames())).distinct().toArray();
            for (int index : expected) {
                assertThat(frames.next()).map(Frame::index).contains(index);
            }
            assertThat(frames.next()).isEmpty();
            assertThat(frames.next()).isEmpty();
        }
    }

    @Test
    void frameDoesNotDependOnTheOtherChosenFrames() {
        List<Frame> all = read(open(ALL));
        List<Frame> few = read(open(new FrameSampler(3)));

        assertThat(all).hasSize(frames());
        assertThat(few).hasSize(3).allSatisfy(frame -> {
            Frame same = all.get(frame.index());
            assertThat(frame.picture().rgb()).isEqualTo(same.picture().rgb());
            assertThat(frame.picture().time()).isEqualTo(same.picture().time());
        });
        assertThat(all.stream().map(frame -> Arrays.hashCode(frame.picture().rgb())))
                .doesNotHaveDuplicates();
    }

    @Test
    void timesAscendFromZero() {
        List<Duration> times =
                read(open(ALL)).stream().map(frame -> frame.picture().time()).toList();

        assertThat(times).isSorted().doesNotHaveDuplicates().first().isEqualTo(Duration.ZERO);
    }

    @Test
    void pictureIsNotChangedByFurtherDecodingOrClosing() {
        Frame first;
        byte[] copy;
        try (SampledFrames frames = open(ALL)) {
            first = frames.next().orElseThrow();
            copy = first.picture().rgb().clone();
            frames.next();
        }

        assertThat(first.picture().rgb()).isEqualTo(copy);
    }

    @Test
    void cancelledVideoIsNotOpened() {
        assertThatThrownBy(() -> decoder(VideoLimits.defaults()).open(video(), ALL, () -> true))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void decodingStopsWhenCancelled() {
        AtomicBoolean cancelled = new AtomicBoolean();
        try (SampledFrames frames = decoder(VideoLimits.defaults()).open(video(), ALL, cancelled::get)) {
            assertThat(frames.next()).isPresent();
            cancelled.set(true);

            assertThatThrownBy(frames::next).isInstanceOf(CancellationException.class);
        }
    }

    @Test
    void bytesThatAreNotAVideoAreUnreadable() {
        byte[] noise = new byte[10_000];
        new Random(1).nextBytes(noise);

        for (Video video : List.of(Video.of(new byte[1]), Video.of(new byte[10_000]), Video.of(noise))) {
            assertThatThrownBy(() -> decoder(VideoLimits.defaults()).open(video, ALL, () -> false))
                    .isInstanceOf(UnreadableVideoException.class);
        }
    }

    @Test
    void aTruncatedVideoHasFewerFramesOrIsUnreadable() {
        byte[] whole = video().toByteArray();
        for (int tenth = 0; tenth < 10; tenth++) {
            Video part = Video.of(Arrays.copyOf(whole, Math.max(1, whole.length * tenth / 10)));
            try (SampledFrames frames = decoder(VideoLimits.defaults()).open(part, ALL, () -> false)) {
                assertThat(frames.totalFrames()).isBetween(1, frames());
                assertThat(read(frames)).hasSize(frames.totalFrames());
            } catch (UnreadableVideoException e) {
                assertThat(e).hasMessageNotContaining("null");
            }
        }
    }

    @Test
    void videoBeyondALimitIsRefused() {
        int pixels = pixels();
        VideoLimits defaults = VideoLimits.defaults();

        refuses(new VideoLimits(defaults.maxDuration(), frames() - 1, pixels));
        refuses(new VideoLimits(defaults.maxDuration(), frames(), pixels - 1));
        refuses(new VideoLimits(Duration.ofMillis(50), frames(), pixels));
    }

    @Test
    void videoExactlyAtTheLimitsIsRead() {
        VideoLimits limits = new VideoLimits(VideoLimits.defaults().maxDuration(), frames(), pixels());

        assertThat(read(decoder(limits).open(video(), ALL, () -> false))).hasSize(frames());
    }

    @Test
    void closingEarlyAndTwiceIsFine() {
        SampledFrames frames = open(ALL);
        frames.next();
        frames.close();
        frames.close();
    }

    @Test
    void videosAreDecodedConcurrently() {
        byte[] expected = read(open(new FrameSampler(1))).get(0).picture().rgb();
        VideoDecoder decoder = decoder(VideoLimits.defaults());

        List<byte[]> found = Race.run(
                16,
                i -> read(decoder.open(video(), new FrameSampler(1), () -> false))
                        .get(0)
                        .picture()
                        .rgb());

        assertThat(found).allSatisfy(rgb -> assertThat(rgb).isEqualTo(expected));
    }

    private int pixels() {
        Frame frame = read(open(new FrameSampler(1))).get(0);
        return frame.picture().width() * frame.picture().height();
    }

    private void refuses(VideoLimits limits) {
        assertThatThrownBy(() -> decoder(limits).open(video(), ALL, () -> false))
                .isInstanceOf(UnreadableVideoException.class);
    }

    private SampledFrames open(FrameSampler sampler) {
        return decoder(VideoLimits.defaults()).open(video(), sampler, () -> false);
    }

    /** Reads all frames, and closes. */
    private static List<Frame> read(SampledFrames frames) {
        List<Frame> read = new ArrayList<>();
        try (frames) {
            for (Optional<Frame> next = frames.next(); next.isPresent(); next = frames.next()) {
                read.add(next.get());
            }
        }
        return read;
    }
}
