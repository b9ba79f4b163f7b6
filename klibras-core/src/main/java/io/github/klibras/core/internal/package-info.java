/** Not API: checks that several features share. */
@NullMarked
package io.github.klibras.core.internal;

import org.jspecify.annotations.NullMarked;
