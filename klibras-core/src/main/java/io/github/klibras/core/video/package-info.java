/** From a video's bytes to its landmarks: ports for decoders and detectors, and the extractors that combine them. */
@NullMarked
package io.github.klibras.core.video;

import org.jspecify.annotations.NullMarked;
