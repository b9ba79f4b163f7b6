/** Body landmarks: layouts, sequences, sampling, and the reader of recordings in the {@code .pose} format. */
@NullMarked
package io.github.klibras.core.landmark;

import org.jspecify.annotations.NullMarked;
