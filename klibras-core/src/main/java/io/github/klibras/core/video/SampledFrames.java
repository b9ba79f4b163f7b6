package io.github.klibras.core.video;

import io.github.klibras.core.landmark.FrameSampler;
import io.github.klibras.core.landmark.UnreadableVideoException;

import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * The sampled frames of a video, decoded one by one: no more than one picture is held. For one thread at a time.
 */
public interface SampledFrames extends AutoCloseable {

    /**
     * A decoded frame.
     *
     * @param index the index among the frames that decode, from 0
     * @param picture the whole picture, rotated upright
     */
    record Frame(int index, Picture picture) {}

    /** Returns how many frames of the video decode, at least one. */
    int totalFrames();

    /**
     * Decodes the next sampled frame.
     *
     * @return each frame of {@link FrameSampler#indices(int) indices(totalFrames())} once, in ascending order; then
     *     empty
     * @throws UnreadableVideoException if the video cannot be read any further
     * @throws CancellationException if it was cancelled meanwhile
     */
    Optional<Frame> next();

    /** Frees the decoder. */
    @Override
    void close();
}
