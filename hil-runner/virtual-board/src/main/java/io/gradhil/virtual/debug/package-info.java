/** What a debug probe sees: core debug registers, breakpoints, watchpoints. */
@NullMarked
package io.gradhil.virtual.debug;

import org.jspecify.annotations.NullMarked;
