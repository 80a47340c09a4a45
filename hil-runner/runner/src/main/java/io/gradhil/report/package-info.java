/** Steps: what was done to a board, for whoever wants to report it. */
@NullMarked
package io.gradhil.report;

import org.jspecify.annotations.NullMarked;
