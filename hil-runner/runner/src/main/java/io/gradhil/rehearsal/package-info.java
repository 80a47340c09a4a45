/** Boards that look like hardware from outside: ST-LINKs for OpenOCD, serial ports for jSerialComm, with virtual boards behind them. */
@NullMarked
package io.gradhil.rehearsal;

import org.jspecify.annotations.NullMarked;
