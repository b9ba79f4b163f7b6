/** The contract of awards. */
@NullMarked
package io.github.klibras.testkit.progress;

import org.jspecify.annotations.NullMarked;
