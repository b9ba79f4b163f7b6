/** MediaPipe's pose, hand and face landmarks, computed with TensorFlow Lite. */
@NullMarked
package io.github.klibras.landmarks.mediapipe;

import org.jspecify.annotations.NullMarked;
