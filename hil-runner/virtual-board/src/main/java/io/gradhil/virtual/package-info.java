/** A NUCLEO-F411RE in the JVM: executes the ARM image and models the chip around it. */
@NullMarked
package io.gradhil.virtual;

import org.jspecify.annotations.NullMarked;
