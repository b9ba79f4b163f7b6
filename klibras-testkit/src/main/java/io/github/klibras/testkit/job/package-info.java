/** The contracts of where jobs and their videos are kept. */
@NullMarked
package io.github.klibras.testkit.job;

import org.jspecify.annotations.NullMarked;
