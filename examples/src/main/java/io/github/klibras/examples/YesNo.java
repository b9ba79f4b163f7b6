package io.github.klibras.examples;

import io.github.klibras.core.landmark.Mirroring;

/** An answer on the command line. */
enum YesNo {
    YES,
    NO;

    /** Returns the mirroring that this answer to {@code --mirror} selects. */
    Mirroring mirroring() {
        return this == YES ? Mirroring.PICTURE : Mirroring.NONE;
    }
}
