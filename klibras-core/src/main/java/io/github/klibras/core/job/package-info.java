/** What a job is, what becomes of it, and the ports to where jobs and their videos are kept. */
@NullMarked
package io.github.klibras.core.job;

import org.jspecify.annotations.NullMarked;
