package io.github.klibras.core.progress;

import io.github.klibras.core.catalog.Sign;
import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A sign that a learner knows.
 *
 * @param sign the sign as it is today
 * @param learnedAt when it was learned; {@code null} if that was before such times were recorded
 */
public record LearnedSign(Sign sign, @Nullable Instant learnedAt) {}
