/** Layers and activations: forward beside backward, over flat arrays. */
@NullMarked
package io.gradhil.reference.layer;

import org.jspecify.annotations.NullMarked;
