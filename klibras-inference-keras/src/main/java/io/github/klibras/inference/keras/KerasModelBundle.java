package io.github.klibras.inference.keras;

import io.github.klibras.core.recognition.ModelBundle;
import io.github.klibras.keras.KerasModel;

/**
 * A model together with the information needed to use it. Immutable and thread-safe.
 *
 * @param description the labels, the preprocessing, and golden vectors to check that an engine computes the
 *     model correctly
 * @param model read from exactly the bytes whose SHA-256 is in the description
 */
public record KerasModelBundle(ModelBundle description, KerasModel model) {

    /** Returns the model with its labels, for classification by an engine. */
    public SignModel signModel() {
        return new SignModel(description.name(), model, description.labels(), description.layout());
    }
}
