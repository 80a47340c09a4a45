/** Writes what boards did as Allure results, wherever this is on the test class path; the only package that knows Allure. */
@NullMarked
package io.gradhil.allure;

import org.jspecify.annotations.NullMarked;
