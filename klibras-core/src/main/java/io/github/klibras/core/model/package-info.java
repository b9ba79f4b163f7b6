/** Models that are loaded once, when they are first needed, and shared by all who use them. */
@NullMarked
package io.github.klibras.core.model;

import org.jspecify.annotations.NullMarked;
