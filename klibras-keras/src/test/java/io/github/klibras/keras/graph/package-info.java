@NullMarked
package io.github.klibras.keras.graph;

import org.jspecify.annotations.NullMarked;
