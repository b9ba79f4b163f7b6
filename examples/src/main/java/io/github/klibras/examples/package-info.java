/** The runner: the whole path from a recording to the leaderboard, and recognition of recordings of one's own. */
@NullMarked
package io.github.klibras.examples;

import org.jspecify.annotations.NullMarked;
