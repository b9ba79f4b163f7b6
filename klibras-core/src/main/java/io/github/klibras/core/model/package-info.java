/** Models that are loaded once, when first needed, and shared by all users. */
@NullMarked
package io.github.klibras.core.model;

import org.jspecify.annotations.NullMarked;
