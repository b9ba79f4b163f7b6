/** The signs that a learner knows, and the points paid once for each. */
@NullMarked
package io.github.klibras.core.progress;

import org.jspecify.annotations.NullMarked;
