/** Losses and their derivatives. */
@NullMarked
package io.gradhil.reference.loss;

import org.jspecify.annotations.NullMarked;
