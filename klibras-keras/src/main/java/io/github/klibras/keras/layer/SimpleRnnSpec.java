package io.github.klibras.keras.layer;

/** A simple recurrent layer over [time, features]: {@code h = activation(x·K + h·R + b)}. */
public record SimpleRnnSpec(RecurrentSettings settings, Activation activation) implements RecurrentSpec {

    static SimpleRnnSpec read(LayerConfig config) {
        return new SimpleRnnSpec(RecurrentSettings.read(config), config.activation("activation"));
    }

    @Override
    public int gates() {
        return 1;
    }

    @Override
    public SimpleRnnSpec with(RecurrentSettings changed) {
        return new SimpleRnnSpec(changed, activation);
    }
}
