/** Proof of the backward pass by finite differences. */
@NullMarked
package io.gradhil.reference.check;

import org.jspecify.annotations.NullMarked;
