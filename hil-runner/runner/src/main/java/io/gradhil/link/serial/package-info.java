/** Serial ports: the only place that knows the library for them. */
@NullMarked
package io.gradhil.link.serial;

import org.jspecify.annotations.NullMarked;
