/** A session with a board: chosen by name, flashed, greeted, and brought back when it failed. */
@NullMarked
package io.gradhil.session;

import org.jspecify.annotations.NullMarked;
