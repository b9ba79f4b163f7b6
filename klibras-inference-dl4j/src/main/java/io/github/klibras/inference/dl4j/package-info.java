/**
 * Keras models as genuine Deeplearning4j networks, for inference. {@link io.github.klibras.inference.dl4j.Dl4jNetworks}
 * builds the network, {@link io.github.klibras.inference.dl4j.Dl4jSignClassifier} classifies with it.
 */
@NullMarked
package io.github.klibras.inference.dl4j;

import org.jspecify.annotations.NullMarked;
