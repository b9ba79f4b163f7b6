/**
 * What goes on in the background: messages that were not confirmed are sent again, and
 * what is old or abandoned is ended, purged and swept up.
 */
@NullMarked
package io.github.klibras.core.housekeeping;

import org.jspecify.annotations.NullMarked;
