package io.github.klibras.core.landmark;

import io.github.klibras.core.model.ModelUnavailableException;

import java.util.concurrent.CancellationException;

/**
 * Port that turns a video into body landmarks; adapters for landmark models implement it.
 *
 * <p>Thread-safe. Extractors choose the frames first and then compute landmarks only for those.
 */
@FunctionalInterface
public interface LandmarkExtractor {

    /**
     * Extracts the landmarks of the frames that the request selects. Extractors that finish at once need not report
     * progress or check for cancellation.
     *
     * @param video the recording
     * @param request which landmarks of which frames, and how
     * @return {@code request.sampler().frames()} frames in {@code request.layout()}
     * @throws UnreadableVideoException if the bytes are not a recording, are damaged, or lack parts that the layout
     *     needs
     * @throws CancellationException if it was cancelled meanwhile
     */
    ExtractedLandmarks extract(Video video, ExtractionRequest request);

    /**
     * Prepares for a video, so that missing models are noticed before a job is begun and do not cost it an attempt.
     * Extractors without models have nothing to do. May be called for each video: it is fast once models are loaded.
     *
     * @param layout which landmarks will be requested
     * @throws ModelUnavailableException if models that this video needs are missing or cannot be loaded
     * @throws CancellationException if the extractor is closed, or the thread was interrupted
     */
    default void prepare(Video video, LandmarkLayout layout) {}
}
