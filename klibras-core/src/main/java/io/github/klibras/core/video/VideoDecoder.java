package io.github.klibras.core.video;

import io.github.klibras.core.landmark.FrameSampler;
import io.github.klibras.core.landmark.UnreadableVideoException;
import io.github.klibras.core.landmark.Video;

import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Turns the bytes of a video into pictures. This is the port that adapters over decoders implement.
 *
 * <p>Thread-safe.
 */
public interface VideoDecoder {

    /**
     * Opens a video to read the frames that a sampler chooses. What the sampler is asked with is the number of frames
     * that decode, not what the file says of itself.
     *
     * @param cancelled asked now and then, from the thread that calls this or {@link SampledFrames#next()}
     * @return the chosen frames, to be closed by the caller
     * @throws UnreadableVideoException if the bytes are no video or picture, hold no picture that decodes, or go
     *     beyond a limit; the message is one for learners
     * @throws CancellationException if it was cancelled meanwhile
     */
    SampledFrames open(Video video, FrameSampler sampler, BooleanSupplier cancelled);
}
