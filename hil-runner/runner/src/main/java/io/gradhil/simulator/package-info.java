/** Boards without silicon, which run the firmware itself. */
@NullMarked
package io.gradhil.simulator;

import org.jspecify.annotations.NullMarked;
