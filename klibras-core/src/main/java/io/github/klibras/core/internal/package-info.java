/** Not API: what several features and adapters share. */
@NullMarked
package io.github.klibras.core.internal;

import org.jspecify.annotations.NullMarked;
