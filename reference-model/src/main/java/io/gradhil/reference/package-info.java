/** The double-precision truth: a network, its loss and its gradients, against which a board is judged. */
@NullMarked
package io.gradhil.reference;

import org.jspecify.annotations.NullMarked;
