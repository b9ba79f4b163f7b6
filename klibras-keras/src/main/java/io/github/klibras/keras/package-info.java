/**
 * Reads Keras models ({@code .h5} and {@code .keras}) into plain immutable data. Start at
 * {@link io.github.klibras.keras.KerasModelReader}; engines are built from the
 * {@link io.github.klibras.keras.KerasModel} that it returns.
 */
@NullMarked
package io.github.klibras.keras;

import org.jspecify.annotations.NullMarked;
