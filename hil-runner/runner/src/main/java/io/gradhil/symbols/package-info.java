/** What an ELF file knows of its code: functions, source lines, and how to find a caller. */
@NullMarked
package io.gradhil.symbols;

import org.jspecify.annotations.NullMarked;
