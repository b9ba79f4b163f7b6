/** A person's rights by law (Brazil's LGPD): a copy of all data about them, and its deletion. */
@NullMarked
package io.github.klibras.core.privacy;

import org.jspecify.annotations.NullMarked;
