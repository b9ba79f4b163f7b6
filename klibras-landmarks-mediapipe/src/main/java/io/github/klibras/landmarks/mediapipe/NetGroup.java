package io.github.klibras.landmarks.mediapipe;

import io.github.klibras.core.video.Picture;

/** Nets that together find one kind of part, ready for one thread at a time. */
interface NetGroup extends AutoCloseable {

    /**
     * Writes the parts that it finds, and leaves others unchanged. With tracking, pictures must be in the order of
     * the video.
     */
    void detect(Picture picture, float[] target, int offset);

    /** Forgets the previous pictures, before another video. */
    void forget();

    @Override
    void close();
}
