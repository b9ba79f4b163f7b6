package io.github.klibras.core.video;

import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.model.ModelUnavailableException;

/**
 * Port that finds the landmarks of a person in pictures; adapters for landmark models implement it.
 *
 * <p>Thread-safe; sessions are not.
 */
public interface PictureLandmarker extends AutoCloseable {

    /** Processes the pictures of one video. For one thread at a time. */
    interface Session extends AutoCloseable {

        /**
         * Finds the landmarks of a picture. If the landmarker {@link #isTracking() follows pictures}, they come in
         * the order of the video.
         *
         * @param target receives the values of {@link LandmarkLayout}: coordinates are fractions of the given picture,
         *     and a part that is not in it is all zeros
         * @param offset index of the first of {@code layout.features()} values
         */
        void detect(Picture picture, float[] target, int offset);

        /** Releases the session's resources for reuse. */
        @Override
        void close();
    }

    /**
     * Opens a session for a video.
     *
     * @param layout the parts to find; nothing else is computed
     * @throws ModelUnavailableException if models are missing or cannot be loaded; the message names them
     */
    Session open(LandmarkLayout layout);

    /**
     * Returns whether a session's result for a picture depends on the previous pictures. If not, the pictures of one
     * video may be spread over several sessions.
     */
    boolean isTracking();

    /** Frees the models once the last session is closed. Calling {@link #open} afterwards is a programming error. */
    @Override
    void close();
}
