/** Not API: code shared by several features and adapters. */
@NullMarked
package io.github.klibras.core.internal;

import org.jspecify.annotations.NullMarked;
