/** What a model says about a sequence of landmarks, and what that means for the sign that was expected. */
@NullMarked
package io.github.klibras.core.recognition;

import org.jspecify.annotations.NullMarked;
