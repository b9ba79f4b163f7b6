/** Tests of the reader, on models that Keras wrote and on damaged ones. */
@NullMarked
package io.github.klibras.keras;

import org.jspecify.annotations.NullMarked;
