/** The memory map: who answers at which address. */
@NullMarked
package io.gradhil.virtual.bus;

import org.jspecify.annotations.NullMarked;
