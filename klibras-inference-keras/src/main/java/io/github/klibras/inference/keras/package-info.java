/**
 * Classifies signs with Keras models, in plain Java: a {@link io.github.klibras.inference.keras.KerasSignClassifier} of
 * a model and its labels, or of a bundle that a {@link io.github.klibras.inference.keras.ModelBundleReader} has read.
 */
@NullMarked
package io.github.klibras.inference.keras;

import org.jspecify.annotations.NullMarked;
