/** Learners in order of their points. */
@NullMarked
package io.github.klibras.core.leaderboard;

import org.jspecify.annotations.NullMarked;
