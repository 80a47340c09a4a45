/** A debug probe: ST-LINKs behind a server that speaks the protocol of ST's stlink-server, so that OpenOCD uses them as real ones. */
@NullMarked
package io.gradhil.virtual.stlink;

import org.jspecify.annotations.NullMarked;
