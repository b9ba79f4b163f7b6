package io.github.klibras.landmarks.mediapipe;

import java.util.concurrent.Executor;

/**
 * How nets are used.
 *
 * @param threads how many threads compute one net, at least 1
 * @param least how certain they must be
 * @param tracking whether parts are followed from picture to picture
 * @param executor lends threads to look for several parts of a picture at once, or is {@link SideBySide#ALONE}
 */
record NetSettings(int threads, Confidences least, boolean tracking, Executor executor) {}
