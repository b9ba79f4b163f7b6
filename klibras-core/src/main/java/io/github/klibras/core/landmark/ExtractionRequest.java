package io.github.klibras.core.landmark;

import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * What to make of a video, and how to follow the work and stop it.
 *
 * @param layout which landmarks to extract
 * @param sampler which frames to take
 * @param preprocessing what happens to pictures before their landmarks are detected. Extractors heed {@link
 *     Preprocessing#maxWidth()} and {@link Mirroring#PICTURE}; {@link Preprocessing#finish} is left to the caller
 * @param cancelled says whether the result is not wanted any more; asked at least once a frame, by any thread
 * @param progress is notified of frames as they are done
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

    /** Asks for landmarks with {@link Preprocessing#DEFAULT}, without progress, and not to be cancelled. */
    public static ExtractionRequest of(LandmarkLayout layout, FrameSampler sampler) {
        return new ExtractionRequest(layout, sampler, Preprocessing.DEFAULT, () -> false, FrameProgress.NONE);
    }

    /** Returns the same with another preprocessing. */
    public ExtractionRequest with(Preprocessing other) {
        return new ExtractionRequest(layout, sampler, other, cancelled, progress);
    }

    /** Returns the same, reporting its progress. */
    public ExtractionRequest with(FrameProgress other) {
        return new ExtractionRequest(layout, sampler, preprocessing, cancelled, other);
    }

    /** Returns the same, to be cancelled when the argument says so. */
    public ExtractionRequest cancelledWhen(BooleanSupplier other) {
        return new ExtractionRequest(layout, sampler, preprocessing, other, progress);
    }

    /**
     * Ends the work if it is not wanted any more.
     *
     * @throws CancellationException if it was cancelled
     */
    public void checkCancelled() {
        if (cancelled.getAsBoolean()) {
            throw new CancellationException("The extraction of landmarks was cancelled");
        }
    }
}
