/** What became of a board that does not answer, in words. */
@NullMarked
package io.gradhil.diagnosis;

import org.jspecify.annotations.NullMarked;
