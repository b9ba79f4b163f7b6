package io.github.klibras.core.video;

import io.github.klibras.core.landmark.ExtractedLandmarks;
import io.github.klibras.core.landmark.ExtractionRequest;
import io.github.klibras.core.landmark.FrameSampler;
import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.landmark.LandmarkSequence;
import io.github.klibras.core.landmark.Mirroring;
import io.github.klibras.core.landmark.Preprocessing;
import io.github.klibras.core.landmark.UnreadableVideoException;
import io.github.klibras.core.landmark.Video;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Frame i of the test video is a picture of two pixels: the left one has brightness i + 1, the right one is black. */
class VideoLandmarkExtractorTest {

    private static final Video VIDEO = Video.of(new byte[] {1});
    private static final Preprocessing UNMIRRORED = Preprocessing.DEFAULT.with(Mirroring.NONE);
    private static final int FEATURES = LandmarkLayout.POSE_HANDS.features();

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final Frames frames = new Frames();
    private final Brightness landmarker = new Brightness();

    @AfterEach
    void shutDown() {
        executor.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void eachSampledFrameIsDetectedOnceAndFillsItsRows(int threads) {
        frames.total = 3;
        VideoLandmarkExtractor extractor = new VideoLandmarkExtractor(frames, landmarker, executor, threads);

        ExtractedLandmarks landmarks = extractor.extract(VIDEO, request(5));

        assertThat(firstValues(landmarks.sequence())).containsExactly(1, 2, 3, 3, 3);
        assertThat(landmarks.totalFrames()).isEqualTo(3);
        assertThat(landmarks.framesExtracted()).isEqualTo(3);
        assertThat(landmarker.looks).hasValue(3);
        assertThat(frames.open).hasValue(0);
        assertThat(landmarker.open).hasValue(0);
    }

    @Test
    void onlySampledFramesOfALongVideoAreDetected() {
        frames.total = 31;

        ExtractedLandmarks landmarks = new VideoLandmarkExtractor(frames, landmarker).extract(VIDEO, request(4));

        assertThat(firstValues(landmarks.sequence())).containsExactly(1, 11, 21, 31);
        assertThat(landmarker.looks).hasValue(4);
    }

    @Test
    void picturesAreMirroredIfThePreprocessingSaysSo() {
        frames.total = 2;
        VideoLandmarkExtractor extractor = new VideoLandmarkExtractor(frames, landmarker);

        LandmarkSequence mirrored =
                extractor.extract(VIDEO, request(2).with(Preprocessing.DEFAULT)).sequence();
        LandmarkSequence landmarksMirroredLater = extractor
                .extract(VIDEO, request(2).with(Preprocessing.DEFAULT.with(Mirroring.LANDMARKS)))
                .sequence();

        assertThat(mirrored.value(1, 0)).isZero();
        assertThat(mirrored.value(1, 1)).isEqualTo(2);
        assertThat(landmarksMirroredLater.value(1, 0)).isEqualTo(2);
    }

    @Test
    void framesAreDetectedConcurrently() {
        frames.total = 4;
        CyclicBarrier together = new CyclicBarrier(2);
        landmarker.before = () -> meet(together);

        new VideoLandmarkExtractor(frames, landmarker, executor, 2).extract(VIDEO, request(4));

        assertThat(landmarker.looks).hasValue(4);
        assertThat(landmarker.mostOpen).hasValue(2);
    }

    @Test
    void trackingLandmarkerGetsPicturesInOrderInOneSession() {
        frames.total = 20;
        landmarker.follows = true;

        new VideoLandmarkExtractor(frames, landmarker, executor, 4).extract(VIDEO, request(20));

        assertThat(landmarker.mostOpen).hasValue(1);
        assertThat(landmarker.seen).isSorted().hasSize(20);
    }

    @Test
    void nextPictureIsDecodedWhileTheTrackingLandmarkerWorks() {
        frames.total = 3;
        landmarker.follows = true;
        CyclicBarrier together = new CyclicBarrier(2);
        landmarker.before = () -> meetOnce(together, landmarker.looks.get() == 0);
        frames.before = () -> meetOnce(together, frames.decoded.get() == 1);

        ExtractedLandmarks landmarks =
                new VideoLandmarkExtractor(frames, landmarker, executor, 2).extract(VIDEO, request(3));

        assertThat(firstValues(landmarks.sequence())).containsExactly(1, 2, 3);
        assertThat(frames.open).hasValue(0);
    }

    @Test
    void videoIsClosedOnlyAfterTheFrameBeingDecodedIsDone() {
        frames.total = 3;
        landmarker.follows = true;
        CyclicBarrier together = new CyclicBarrier(2);
        IllegalStateException broken = new IllegalStateException("for a test");
        landmarker.before = () -> {
            meetOnce(together, true);
            throw broken;
        };
        frames.before = () -> meetOnce(together, frames.decoded.get() == 1);

        assertThatThrownBy(() -> new VideoLandmarkExtractor(frames, landmarker, executor, 2).extract(VIDEO, request(3)))
                .isSameAs(broken);
        assertThat(frames.decoded).hasValue(2);
        assertThat(frames.decodedWhileClosed).isFalse();
        assertThat(frames.open).hasValue(0);
    }

    @Test
    void trackingLandmarkerNeedsNoExtraThread() {
        frames.total = 3;
        landmarker.follows = true;
        List<Runnable> late = new ArrayList<>();
        VideoLandmarkExtractor full = new VideoLandmarkExtractor(frames, landmarker, late::add, 2);
        VideoLandmarkExtractor shutDown = new VideoLandmarkExtractor(
                frames,
                landmarker,
                task -> {
                    throw new RejectedExecutionException("for a test");
                },
                2);

        assertThat(firstValues(full.extract(VIDEO, request(3)).sequence())).containsExactly(1, 2, 3);
        assertThat(firstValues(shutDown.extract(VIDEO, request(3)).sequence())).containsExactly(1, 2, 3);
        int decoded = frames.decoded.get();
        late.forEach(Runnable::run);
        assertThat(frames.decoded).hasValue(decoded);
    }

    @Test
    void frameWhoseDecodingHasNotBegunIsSkippedAfterAFailure() {
        frames.total = 3;
        landmarker.follows = true;
        IllegalStateException broken = new IllegalStateException("for a test");
        landmarker.before = () -> {
            throw broken;
        };
        List<Runnable> late = new ArrayList<>();

        assertThatThrownBy(
                        () -> new VideoLandmarkExtractor(frames, landmarker, late::add, 2).extract(VIDEO, request(3)))
                .isSameAs(broken);
        late.forEach(Runnable::run);

        assertThat(frames.decoded).hasValue(1);
        assertThat(frames.open).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void availableThreadsDoTheWorkIfNoMoreCanBeCreated(boolean follows) {
        frames.total = 3;
        landmarker.follows = follows;
        AtomicInteger lent = new AtomicInteger();
        VideoLandmarkExtractor extractor = new VideoLandmarkExtractor(
                frames,
                landmarker,
                task -> {
                    if (lent.getAndIncrement() > 0) {
                        throw new OutOfMemoryError("unable to create native thread, for a test");
                    }
                    executor.execute(task);
                },
                3);

        assertThat(firstValues(extractor.extract(VIDEO, request(3)).sequence())).containsExactly(1, 2, 3);
        assertThat(frames.open).hasValue(0);
        assertThat(landmarker.open).hasValue(0);
    }

    @Test
    void callerDoesTheWorkIfTheExecutorRunsNothing() {
        frames.total = 3;
        List<Runnable> neverRun = new ArrayList<>();
        VideoLandmarkExtractor full = new VideoLandmarkExtractor(frames, landmarker, neverRun::add, 2);
        VideoLandmarkExtractor shutDown = new VideoLandmarkExtractor(
                frames,
                landmarker,
                task -> {
                    throw new RejectedExecutionException("for a test");
                },
                2);

        assertThat(firstValues(full.extract(VIDEO, request(3)).sequence())).containsExactly(1, 2, 3);
        assertThat(firstValues(shutDown.extract(VIDEO, request(3)).sequence())).containsExactly(1, 2, 3);
        neverRun.forEach(Runnable::run);
        assertThat(landmarker.looks).hasValue(6);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void failureStopsAllThreadsAndClosesEverything(int threads) {
        frames.total = 100;
        landmarker.before = () -> {
            if (landmarker.looks.get() >= 5) {
                throw new IllegalStateException("for a test");
            }
        };
        VideoLandmarkExtractor extractor = new VideoLandmarkExtractor(frames, landmarker, executor, threads);

        assertThatThrownBy(() -> extractor.extract(VIDEO, request(100)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("for a test");

        assertThat(frames.decoded).hasValueLessThan(20);
        assertThat(frames.open).hasValue(0);
        assertThat(landmarker.open).hasValue(0);
    }

    @Test
    void cancellingStopsTheWork() {
        frames.total = 100;
        AtomicInteger done = new AtomicInteger();
        ExtractionRequest request =
                request(100).with((count, total) -> done.set(count)).cancelledWhen(() -> done.get() == 7);

        assertThatThrownBy(() -> new VideoLandmarkExtractor(frames, landmarker).extract(VIDEO, request))
                .isInstanceOf(CancellationException.class);

        assertThat(landmarker.looks).hasValue(7);
        assertThat(frames.open).hasValue(0);
    }

    @Test
    void progressIsReportedFrameByFrame() {
        frames.total = 50;
        List<Integer> reported = new ArrayList<>();

        new VideoLandmarkExtractor(frames, landmarker, executor, 3)
                .extract(VIDEO, request(60).with((done, total) -> {
                    reported.add(done);
                    assertThat(total).isEqualTo(50);
                }));

        assertThat(reported)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 50).boxed().toList());
    }

    @Test
    void videoWithoutAVisiblePersonIsRefused() {
        frames.total = 3;
        landmarker.blind = true;

        assertThatThrownBy(() -> new VideoLandmarkExtractor(frames, landmarker).extract(VIDEO, request(3)))
                .isInstanceOf(UnreadableVideoException.class)
                .hasMessageContaining("Nobody can be seen");
    }

    @Test
    void decoderThatStopsEarlyIsReported() {
        frames.total = 10;
        frames.last = 4;

        assertThatThrownBy(() -> new VideoLandmarkExtractor(frames, landmarker).extract(VIDEO, request(10)))
                .isInstanceOf(UnreadableVideoException.class)
                .hasMessageContaining("only 4 of 10 frames");
    }

    private static ExtractionRequest request(int frames) {
        return ExtractionRequest.of(LandmarkLayout.POSE_HANDS, new FrameSampler(frames))
                .with(UNMIRRORED);
    }

    private static List<Integer> firstValues(LandmarkSequence sequence) {
        return IntStream.range(0, sequence.frames())
                .mapToObj(i -> (int) sequence.value(i, 0))
                .toList();
    }

    private static void meetOnce(CyclicBarrier barrier, boolean now) {
        if (now) {
            meet(barrier);
        }
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError("Frames are not processed concurrently", e);
        }
    }

    private static final class Frames implements VideoDecoder {

        private final AtomicInteger decoded = new AtomicInteger();
        private final AtomicInteger open = new AtomicInteger();
        private volatile Runnable before = () -> {};
        private volatile boolean decodedWhileClosed;
        private int total;
        private int last = Integer.MAX_VALUE;

        @Override
        public SampledFrames open(Video video, FrameSampler sampler, BooleanSupplier cancelled) {
            Iterator<Integer> chosen = IntStream.of(sampler.indices(total))
                    .distinct()
                    .boxed()
                    .limit(last)
                    .iterator();
            open.incrementAndGet();
            return new SampledFrames() {
                @Override
                public int totalFrames() {
                    return total;
                }

                @Override
                public Optional<Frame> next() {
                    before.run();
                    decoded.incrementAndGet();
                    decodedWhileClosed |= open.get() == 0;
                    return chosen.hasNext() ? Optional.of(frame(chosen.next())) : Optional.empty();
                }

                @Override
                public void close() {
                    open.decrementAndGet();
                }
            };
        }

        private static SampledFrames.Frame frame(int index) {
            byte[] rgb = {(byte) (index + 1), 0, 0, 0, 0, 0};
            return new SampledFrames.Frame(index, Picture.of(2, 1, rgb, Duration.ofSeconds(index)));
        }
    }

    /** Landmarker that gives the brightness of the two pixels as first values. */
    private static final class Brightness implements PictureLandmarker {

        private final AtomicInteger looks = new AtomicInteger();
        private final AtomicInteger open = new AtomicInteger();
        private final AtomicInteger mostOpen = new AtomicInteger();
        private final List<Integer> seen = new ArrayList<>();
        private volatile Runnable before = () -> {};
        private boolean follows;
        private boolean blind;

        @Override
        public Session open(LandmarkLayout layout) {
            mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
            return new Session() {
                @Override
                public void detect(Picture picture, float[] target, int offset) {
                    before.run();
                    looks.incrementAndGet();
                    if (follows) {
                        seen.add((int) picture.rgb()[0]);
                    }
                    if (!blind) {
                        target[offset] = picture.rgb()[0];
                        target[offset + 1] = picture.rgb()[Picture.CHANNELS];
                    }
                    assertThat(offset % FEATURES).isZero();
                }

                @Override
                public void close() {
                    open.decrementAndGet();
                }
            };
        }

        @Override
        public boolean isTracking() {
            return follows;
        }

        @Override
        public void close() {}
    }
}
