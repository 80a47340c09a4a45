/** Pictures of what was trained and judged, and figures over time. */
@NullMarked
package io.gradhil.picture;

import org.jspecify.annotations.NullMarked;
