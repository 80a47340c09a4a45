/** The chip around the core, one file for each block of RM0383. */
@NullMarked
package io.gradhil.virtual.peripheral;

import org.jspecify.annotations.NullMarked;
