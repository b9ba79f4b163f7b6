/** Recognition jobs, their outcomes, and the ports to the stores of jobs and their videos. */
@NullMarked
package io.github.klibras.core.job;

import org.jspecify.annotations.NullMarked;
