/** TensorFlow as a third witness: it knows neither the firmware nor the reference, and derives its gradients by itself. */
@NullMarked
package io.gradhil.suites.tensorflow;

import org.jspecify.annotations.NullMarked;
