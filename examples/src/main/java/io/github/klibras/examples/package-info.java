/**
 * The command-line program: the whole path from a recording to the leaderboard, and recognition of one's
 * own recordings.
 */
@NullMarked
package io.github.klibras.examples;

import org.jspecify.annotations.NullMarked;
