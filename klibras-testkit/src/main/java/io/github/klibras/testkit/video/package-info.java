/** The contract of video decoders. */
@NullMarked
package io.github.klibras.testkit.video;

import org.jspecify.annotations.NullMarked;
