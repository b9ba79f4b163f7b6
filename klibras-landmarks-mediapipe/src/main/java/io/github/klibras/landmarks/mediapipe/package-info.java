/** MediaPipe's pose, hand and face landmarks, over TensorFlow Lite. */
@NullMarked
package io.github.klibras.landmarks.mediapipe;

import org.jspecify.annotations.NullMarked;
