package io.github.klibras.landmarks.mediapipe;

import io.github.klibras.core.video.Picture;

/** Nets that find one kind of part together, ready for one thread at a time. */
interface NetGroup extends AutoCloseable {

    /** Writes the parts that it finds; others are left alone. With tracking, pictures come in the order of the video. */
    void detect(Picture picture, float[] target, int offset);

    /** Forgets what was seen, before another video. */
    void forget();

    @Override
    void close();
}
