/** Tests that networks compute the same as Keras. */
@NullMarked
package io.github.klibras.inference.dl4j;

import org.jspecify.annotations.NullMarked;
