/** What the tests of all modules share. */
@NullMarked
package io.gradhil.testing;

import org.jspecify.annotations.NullMarked;
