/** What a person can ask for by law (Brazil's LGPD): a copy of all that is known of them, and its deletion. */
@NullMarked
package io.github.klibras.core.privacy;

import org.jspecify.annotations.NullMarked;
