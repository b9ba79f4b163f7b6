/**
 * Contracts of the ports of klibras-core, for authors of adapters: extend a contract, say where the stores come from,
 * and run it. There are also a clock that is advanced by hand, a harness for races, fault injectors, and a simulation
 * of days of service from one seed.
 */
@NullMarked
package io.github.klibras.testkit;

import org.jspecify.annotations.NullMarked;
