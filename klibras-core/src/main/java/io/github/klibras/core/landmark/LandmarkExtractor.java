package io.github.klibras.core.landmark;

import io.github.klibras.core.model.ModelUnavailableException;

import java.util.concurrent.CancellationException;

/**
 * Turns a video into body landmarks. This is the port that adapters over landmark models implement.
 *
 * <p>Thread-safe. Extractors choose the frames first and then compute landmarks of those only.
 */
@FunctionalInterface
public interface LandmarkExtractor {

    /**
     * Extracts the landmarks of the frames that the request chooses. Extractors that are done at once need not report
     * progress, nor ask whether they are cancelled.
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
     * Gets ready for a video, so that missing models are known before a job is begun, which they must not cost an
     * attempt. Extractors without models have nothing to do. May be called for each video: it is fast once the models
     * are loaded.
     *
     * @param layout which landmarks will be asked for
     * @throws ModelUnavailableException if models that this video needs are missing or cannot be loaded
     * @throws CancellationException if the extractor is closed, or the thread was interrupted
     */
    default void prepare(Video video, LandmarkLayout layout) {}
}
