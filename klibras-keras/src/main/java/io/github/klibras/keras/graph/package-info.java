/** Not API: the configuration of a model as a graph of layers, whichever version of Keras wrote it. */
@NullMarked
package io.github.klibras.keras.graph;

import org.jspecify.annotations.NullMarked;
