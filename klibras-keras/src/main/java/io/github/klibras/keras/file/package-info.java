/** Not API: the two kinds of files that hold a model, and the weights in them. */
@NullMarked
package io.github.klibras.keras.file;

import org.jspecify.annotations.NullMarked;
