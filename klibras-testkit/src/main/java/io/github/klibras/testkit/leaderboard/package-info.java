/** The contract of the leaderboard, and a slow leaderboard to compare with. */
@NullMarked
package io.github.klibras.testkit.leaderboard;

import org.jspecify.annotations.NullMarked;
