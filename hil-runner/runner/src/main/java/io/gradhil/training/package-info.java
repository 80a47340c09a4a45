/** Trains a network on a board, batch by batch, and follows it on the host. */
@NullMarked
package io.gradhil.training;

import org.jspecify.annotations.NullMarked;
