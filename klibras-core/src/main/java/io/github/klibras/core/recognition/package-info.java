/** A model's prediction for a sequence of landmarks, and the verdict on the expected sign. */
@NullMarked
package io.github.klibras.core.recognition;

import org.jspecify.annotations.NullMarked;
