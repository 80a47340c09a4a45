/** The JUnit 5 extension: {@link io.gradhil.junit.HilTest} on a class is all that a test needs. */
@NullMarked
package io.gradhil.junit;

import org.jspecify.annotations.NullMarked;
