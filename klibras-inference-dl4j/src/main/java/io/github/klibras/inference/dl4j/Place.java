package io.github.klibras.inference.dl4j;

import io.github.klibras.keras.layer.Shape;

/**
 * The position of a layer in a network.
 *
 * @param name the layer's name
 * @param input the shape of its input, without the batch
 * @param first whether its input is the network's input
 * @param last whether its output is the network's output
 */
record Place(String name, Shape input, boolean first, boolean last) {}
