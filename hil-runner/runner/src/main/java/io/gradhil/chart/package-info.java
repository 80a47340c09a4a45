/** Charts, drawn once and written as SVG or PNG; knows nothing of boards. */
@NullMarked
package io.gradhil.chart;

import org.jspecify.annotations.NullMarked;
