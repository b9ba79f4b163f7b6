/**
 * The layers of Keras: how their settings are written, what they do to shapes and masks, and which weights they need. A
 * {@link io.github.klibras.keras.layer.LayerSpec} is one layer's.
 */
@NullMarked
package io.github.klibras.keras.layer;

import org.jspecify.annotations.NullMarked;
