package io.github.klibras.inference.dl4j;

import io.github.klibras.keras.Activation;
import io.github.klibras.keras.KerasModelException;

/** DL4J's names of the activation functions. */
final class Activations {

    private Activations() {}

    static org.nd4j.linalg.activations.Activation ofDl4j(Activation activation) {
        return switch (activation) {
            case LINEAR -> org.nd4j.linalg.activations.Activation.IDENTITY;
            case RELU -> org.nd4j.linalg.activations.Activation.RELU;
            case TANH -> org.nd4j.linalg.activations.Activation.TANH;
            case SIGMOID -> org.nd4j.linalg.activations.Activation.SIGMOID;
            case SOFTMAX -> org.nd4j.linalg.activations.Activation.SOFTMAX;
            case ELU -> org.nd4j.linalg.activations.Activation.ELU;
            case SELU -> org.nd4j.linalg.activations.Activation.SELU;
            case SOFTPLUS -> org.nd4j.linalg.activations.Activation.SOFTPLUS;
            case SOFTSIGN -> org.nd4j.linalg.activations.Activation.SOFTSIGN;
            case SILU -> org.nd4j.linalg.activations.Activation.SWISH;
            default ->
                throw new KerasModelException(
                        "the DL4J back end does not support the activation " + activation.kerasName());
        };
    }
}
