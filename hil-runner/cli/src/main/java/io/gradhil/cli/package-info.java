/** The command {@code hil}. */
@NullMarked
package io.gradhil.cli;

import org.jspecify.annotations.NullMarked;
