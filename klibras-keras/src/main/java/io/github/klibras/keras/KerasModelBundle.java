package io.github.klibras.keras;

import io.github.klibras.core.recognition.ModelBundle;

/**
 * A model together with what must be known to use it. Immutable and thread-safe.
 *
 * @param description the labels, the preprocessing, and how to tell that an engine computes the model right
 * @param model read from the very bytes whose SHA-256 the description names
 */
public record KerasModelBundle(ModelBundle description, KerasModel model) {

    /** Returns the model with its labels, for an engine to classify with. */
    public SignModel signModel() {
        return new SignModel(description.name(), model, description.labels(), description.layout());
    }
}
