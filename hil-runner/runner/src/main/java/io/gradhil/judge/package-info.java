/** Compares what a board computed with the reference, element by element. */
@NullMarked
package io.gradhil.judge;

import org.jspecify.annotations.NullMarked;
