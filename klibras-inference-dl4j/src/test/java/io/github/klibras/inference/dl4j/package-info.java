/** Tests that networks compute what Keras computes. */
@NullMarked
package io.github.klibras.inference.dl4j;

import org.jspecify.annotations.NullMarked;
