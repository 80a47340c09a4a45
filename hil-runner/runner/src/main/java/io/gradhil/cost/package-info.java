/** What a training step of the firmware costs: instructions, cycles and memory, and what it may. */
@NullMarked
package io.gradhil.cost;

import org.jspecify.annotations.NullMarked;
