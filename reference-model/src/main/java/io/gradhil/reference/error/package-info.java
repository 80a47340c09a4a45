/** How far a correct float32 engine may be from the truth. */
@NullMarked
package io.gradhil.reference.error;

import org.jspecify.annotations.NullMarked;
