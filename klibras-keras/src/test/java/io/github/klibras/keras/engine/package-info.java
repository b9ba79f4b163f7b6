@NullMarked
package io.github.klibras.keras.engine;

import org.jspecify.annotations.NullMarked;
