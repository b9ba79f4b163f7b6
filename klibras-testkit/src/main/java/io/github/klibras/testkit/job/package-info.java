/** The contracts of the stores of jobs and their videos. */
@NullMarked
package io.github.klibras.testkit.job;

import org.jspecify.annotations.NullMarked;
