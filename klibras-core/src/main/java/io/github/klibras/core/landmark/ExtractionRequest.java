package io.github.klibras.core.landmark;

import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * What to extract from a video, and how to observe and cancel the work.
 *
 * @param layout which landmarks to extract
 * @param sampler which frames to use
 * @param preprocessing how pictures are preprocessed before their landmarks are detected. Extractors apply {@link
 *     Preprocessing#maxWidth()} and {@link Mirroring#PICTURE}; {@link Preprocessing#finish} is left to the caller
 * @param cancelled returns whether the result is no longer wanted; called at least once per frame, by any thread
 * @param progress notified of frames as they are done
 */
public record ExtractionRequest(
        LandmarkLayout layout,
        FrameSampler sampler,
        Preprocessing preprocessing,
        BooleanSupplier cancelled,
        FrameProgress progress) {

    public ExtractionRequest {
        Objects.requireNonNull(layout, "layout");
        Objects.requireNonNull(sampler, "sampler");
        Objects.requireNonNull(preprocessing, "preprocessing");
        Objects.requireNonNull(cancelled, "cancelled");
        Objects.requireNonNull(progress, "progress");
    }

    /** Returns a request with {@link Preprocessing#DEFAULT}, without cancellation or progress reports. */
    public static ExtractionRequest of(LandmarkLayout layout, FrameSampler sampler) {
        return new ExtractionRequest(layout, sampler, Preprocessing.DEFAULT, () -> false, FrameProgress.NONE);
    }

    /** Returns the same request with another preprocessing. */
    public ExtractionRequest with(Preprocessing other) {
        return new ExtractionRequest(layout, sampler, other, cancelled, progress);
    }

    /** Returns the same request, reporting its progress. */
    public ExtractionRequest with(FrameProgress other) {
        return new ExtractionRequest(layout, sampler, preprocessing, cancelled, other);
    }

    /** Returns the same request, cancelled when the argument returns {@code true}. */
    public ExtractionRequest cancelledWhen(BooleanSupplier other) {
        return new ExtractionRequest(layout, sampler, preprocessing, other, progress);
    }

    /**
     * Checks that the work has not been cancelled.
     *
     * @throws CancellationException if it was cancelled
     */
    public void checkCancelled() {
        if (cancelled.getAsBoolean()) {
            throw new CancellationException("The extraction of landmarks was cancelled");
        }
    }
}
