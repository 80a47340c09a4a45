/** What the firmware costs on a board that does not exist: instructions, cycles and memory. */
@NullMarked
package io.gradhil.bench;

import org.jspecify.annotations.NullMarked;
