/** The services at both ends of a video's path: for learners in the back end, and for workers. */
@NullMarked
package io.github.klibras.core.service;

import org.jspecify.annotations.NullMarked;
