/** AssertJ assertions on what a board computed. */
@NullMarked
package io.gradhil.assertions;

import org.jspecify.annotations.NullMarked;
