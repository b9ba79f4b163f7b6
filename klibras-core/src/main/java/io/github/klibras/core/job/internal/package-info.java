/** Not API: how services end jobs. */
@NullMarked
package io.github.klibras.core.job.internal;

import org.jspecify.annotations.NullMarked;
