/** Optimizers: how gradients change parameters. */
@NullMarked
package io.gradhil.reference.optim;

import org.jspecify.annotations.NullMarked;
