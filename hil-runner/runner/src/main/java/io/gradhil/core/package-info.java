/** Facts that everything else shares: deadlines, firmware images and the typed exceptions. */
@NullMarked
package io.gradhil.core;

import org.jspecify.annotations.NullMarked;
