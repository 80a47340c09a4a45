/** How fast the virtual board is, beside QEMU, and whether it stays so. */
@NullMarked
package io.gradhil.bench;

import org.jspecify.annotations.NullMarked;
