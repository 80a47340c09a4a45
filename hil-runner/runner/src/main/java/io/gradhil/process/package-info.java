/** External programs, bounded in time and ended with this process. */
@NullMarked
package io.gradhil.process;

import org.jspecify.annotations.NullMarked;
