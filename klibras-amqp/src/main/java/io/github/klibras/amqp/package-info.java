/** Recognition jobs over AMQP: the format of their messages, which the Python service reads and writes too. */
@NullMarked
package io.github.klibras.amqp;

import org.jspecify.annotations.NullMarked;
