package io.github.klibras.keras.layer;

/** The rule by which a layer makes one mask of those of its inputs. Keras 2 and 3 have different ones. */
public enum MaskMerge {

    /** Keras 2: a frame counts if it counts in every input that has a mask. */
    ALL,

    /** Keras 3: a frame counts if it counts in any input. */
    ANY;

    static MaskMerge of(KerasVersion version) {
        return version.major() == 2 ? ALL : ANY;
    }
}
