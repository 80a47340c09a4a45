/** Figures of former runs, and how far a new one may move from them. */
@NullMarked
package io.gradhil.history;

import org.jspecify.annotations.NullMarked;
