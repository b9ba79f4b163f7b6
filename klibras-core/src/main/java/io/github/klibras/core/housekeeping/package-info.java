/**
 * Background work: unconfirmed messages are sent again, and old or abandoned jobs and videos are ended, purged and
 * swept up.
 */
@NullMarked
package io.github.klibras.core.housekeeping;

import org.jspecify.annotations.NullMarked;
