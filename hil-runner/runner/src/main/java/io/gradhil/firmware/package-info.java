/** Finds the firmware image that belongs to the sources at hand, and builds it if need be. */
@NullMarked
package io.gradhil.firmware;

import org.jspecify.annotations.NullMarked;
