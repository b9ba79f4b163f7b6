/** From the bytes of a video to the landmarks of its frames: ports for decoders and detectors, and what joins them. */
@NullMarked
package io.github.klibras.core.video;

import org.jspecify.annotations.NullMarked;
