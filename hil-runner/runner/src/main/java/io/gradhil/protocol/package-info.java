/** The wire protocol of {@code firmware/PROTOCOL.md}: frames, messages and the client that speaks them. */
@NullMarked
package io.gradhil.protocol;

import org.jspecify.annotations.NullMarked;
