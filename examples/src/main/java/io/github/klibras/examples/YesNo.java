package io.github.klibras.examples;

import io.github.klibras.core.landmark.Mirroring;

/** An answer in the words of the command line. */
enum YesNo {
    YES,
    NO;

    /** Returns what {@code --mirror} with this answer asks for. */
    Mirroring mirroring() {
        return this == YES ? Mirroring.PICTURE : Mirroring.NONE;
    }
}
