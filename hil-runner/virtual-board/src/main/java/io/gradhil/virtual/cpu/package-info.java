/** The Cortex-M4F: decoding, execution, exceptions. */
@NullMarked
package io.gradhil.virtual.cpu;

import org.jspecify.annotations.NullMarked;
