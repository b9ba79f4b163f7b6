/** Recognition as a job: submitted, queued, worked on exactly once as far as anybody can see, and waited for. */
@NullMarked
package io.github.klibras.core.job;

import org.jspecify.annotations.NullMarked;
