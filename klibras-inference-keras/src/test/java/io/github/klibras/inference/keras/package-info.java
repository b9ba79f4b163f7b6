@NullMarked
package io.github.klibras.inference.keras;

import org.jspecify.annotations.NullMarked;
