/** Puts images on chips through OpenOCD. */
@NullMarked
package io.gradhil.flash;

import org.jspecify.annotations.NullMarked;
