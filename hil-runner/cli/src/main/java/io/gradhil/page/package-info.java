/** The page of a training run: one file that needs nothing else, or served while the run goes on. */
@NullMarked
package io.gradhil.page;

import org.jspecify.annotations.NullMarked;
