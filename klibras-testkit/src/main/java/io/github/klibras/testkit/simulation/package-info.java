/** Simulation of days of a back end in virtual time, with faults, and a referee that checks the results. */
@NullMarked
package io.github.klibras.testkit.simulation;

import org.jspecify.annotations.NullMarked;
