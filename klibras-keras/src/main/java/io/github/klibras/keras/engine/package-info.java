/**
 * An engine that computes Keras models in plain Java, and a {@link io.github.klibras.core.recognition.SignClassifier}
 * on it.
 */
@NullMarked
package io.github.klibras.keras.engine;

import org.jspecify.annotations.NullMarked;
