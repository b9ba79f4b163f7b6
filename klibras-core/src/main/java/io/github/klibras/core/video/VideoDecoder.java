package io.github.klibras.core.video;

import io.github.klibras.core.landmark.FrameSampler;
import io.github.klibras.core.landmark.UnreadableVideoException;
import io.github.klibras.core.landmark.Video;

import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Port that turns the bytes of a video into pictures; adapters for decoders implement it.
 *
 * <p>Thread-safe.
 */
public interface VideoDecoder {

    /**
     * Opens a video to read the frames that a sampler chooses. The sampler is given the number of frames that decode,
     * not the number claimed by the file.
     *
     * @param cancelled checked now and then, on the thread that calls this or {@link SampledFrames#next()}
     * @return the sampled frames, to be closed by the caller
     * @throws UnreadableVideoException if the bytes are not a video or picture, contain no picture that decodes, or
     *     exceed a limit; the message is for learners
     * @throws CancellationException if it was cancelled meanwhile
     */
    SampledFrames open(Video video, FrameSampler sampler, BooleanSupplier cancelled);
}
