/** What a learner knows, and the points that were paid for it, once. */
@NullMarked
package io.github.klibras.core.progress;

import org.jspecify.annotations.NullMarked;
