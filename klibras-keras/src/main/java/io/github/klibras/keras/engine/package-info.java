/** An engine that computes Keras models in plain Java: {@link io.github.klibras.keras.engine.KerasEngine}. */
@NullMarked
package io.github.klibras.keras.engine;

import org.jspecify.annotations.NullMarked;
