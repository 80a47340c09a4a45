/** Makes a report of Allure results. */
@NullMarked
package io.gradhil.allure.report;

import org.jspecify.annotations.NullMarked;
