package io.github.klibras.landmarks.mediapipe;

import java.util.concurrent.Executor;

/**
 * The settings with which nets are used.
 *
 * @param threads the number of threads that compute one net, at least 1
 * @param least how certain the nets must be
 * @param tracking whether parts are followed from picture to picture
 * @param executor provides threads to look for several parts of a picture at once, or {@link SideBySide#ALONE}
 */
record NetSettings(int threads, Confidences least, boolean tracking, Executor executor) {}
