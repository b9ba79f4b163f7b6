/** Days of a back end in virtual time, with faults, and a referee who counts. */
@NullMarked
package io.github.klibras.testkit.simulation;

import org.jspecify.annotations.NullMarked;
