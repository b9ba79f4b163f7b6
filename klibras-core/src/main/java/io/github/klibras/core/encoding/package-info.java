/** How the bytes of a video travel inside a text message. */
@NullMarked
package io.github.klibras.core.encoding;

import org.jspecify.annotations.NullMarked;
