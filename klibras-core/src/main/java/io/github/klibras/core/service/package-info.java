/** What a back end offers to learners, and what its workers do: both ends of the way of a video. */
@NullMarked
package io.github.klibras.core.service;

import org.jspecify.annotations.NullMarked;
