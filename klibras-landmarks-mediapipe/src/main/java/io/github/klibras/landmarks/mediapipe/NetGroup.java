package io.github.klibras.landmarks.mediapipe;

import io.github.klibras.core.video.Picture;

/** Nets that are used together, ready for one thread at a time. */
interface NetGroup extends AutoCloseable {

    /** Writes the parts that it finds; others are left alone. */
    void detect(Picture picture, float[] target, int offset);

    @Override
    void close();
}
