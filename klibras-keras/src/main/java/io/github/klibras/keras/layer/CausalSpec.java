package io.github.klibras.keras.layer;

/** A layer of attention, which can be called with {@code use_causal_mask=True}. */
public sealed interface CausalSpec extends LayerSpec permits AttentionSpec, MultiHeadAttentionSpec {

    /** Returns the same layer, in which no frame attends to a later one. */
    CausalSpec causal();
}
