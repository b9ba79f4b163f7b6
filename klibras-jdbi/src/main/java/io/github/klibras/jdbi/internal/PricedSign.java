package io.github.klibras.jdbi.internal;

import org.jspecify.annotations.Nullable;

/**
 * A sign of a module that a learner completes.
 *
 * @param signId {@code null} in the one row of a module without signs
 * @param points what the sign is worth
 * @param known whether the learner knows it already
 */
record PricedSign(@Nullable Long signId, int points, boolean known) {}
