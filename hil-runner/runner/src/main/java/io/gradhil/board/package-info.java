/** The role that every board plays, and how one is chosen by name. */
@NullMarked
package io.gradhil.board;

import org.jspecify.annotations.NullMarked;
