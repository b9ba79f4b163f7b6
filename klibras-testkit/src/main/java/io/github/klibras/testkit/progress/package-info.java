/** The contract of the store of progress and awards. */
@NullMarked
package io.github.klibras.testkit.progress;

import org.jspecify.annotations.NullMarked;
