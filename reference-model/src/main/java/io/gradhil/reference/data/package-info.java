/** The CCPP data set: finds, verifies, splits and scales it. */
@NullMarked
package io.gradhil.reference.data;

import org.jspecify.annotations.NullMarked;
