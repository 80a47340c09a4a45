/** Boards of silicon: found by their debug probe, flashed through it, spoken to over its serial port. */
@NullMarked
package io.gradhil.hardware;

import org.jspecify.annotations.NullMarked;
