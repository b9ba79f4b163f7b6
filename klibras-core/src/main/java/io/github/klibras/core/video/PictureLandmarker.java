package io.github.klibras.core.video;

import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.model.ModelUnavailableException;

/**
 * Finds the landmarks of a person in pictures. This is the port that adapters over landmark models implement.
 *
 * <p>Thread-safe; sessions are not.
 */
public interface PictureLandmarker extends AutoCloseable {

    /** Looks at the pictures of one video. For one thread at a time. */
    interface Session extends AutoCloseable {

        /**
         * Finds the landmarks of a picture. If the landmarker {@link #isTracking() follows pictures}, they are
         * given in the order of the video.
         *
         * @param target receives the values of {@link LandmarkLayout}: coordinates are fractions of the picture as it
         *     is given, a part that is not in it is all zeros
         * @param offset index of the first of {@code layout.features()} values
         */
        void detect(Picture picture, float[] target, int offset);

        /** Gives back what the session holds, for others to use. */
        @Override
        void close();
    }

    /**
     * Begins to look at a video.
     *
     * @param layout the parts to find; nothing else is computed
     * @throws ModelUnavailableException if models are missing or cannot be loaded; the message names them
     */
    Session open(LandmarkLayout layout);

    /**
     * Says whether what a session finds in a picture depends on the pictures that it saw before. If not, the pictures
     * of one video may be spread over several sessions.
     */
    boolean isTracking();

    /** Frees the models, once the last session is closed. Later calls of {@link #open} are a programming error. */
    @Override
    void close();
}
