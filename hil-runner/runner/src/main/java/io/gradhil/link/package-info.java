/** A link to a board: bytes, and a deadline for each wait. */
@NullMarked
package io.gradhil.link;

import org.jspecify.annotations.NullMarked;
