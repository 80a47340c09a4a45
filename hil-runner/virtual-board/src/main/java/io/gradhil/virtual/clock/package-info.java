/** Virtual time: what happens when. */
@NullMarked
package io.gradhil.virtual.clock;

import org.jspecify.annotations.NullMarked;
