/** Benchmarks, each against named peers in the same run. They exit with 1 if a promise is not kept. */
@NullMarked
package io.github.klibras.benchmarks;

import org.jspecify.annotations.NullMarked;
