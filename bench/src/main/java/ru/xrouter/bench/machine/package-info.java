/** What the operating system tells of processes: CPU time and memory. */
@NullMarked
package ru.xrouter.bench.machine;

import org.jspecify.annotations.NullMarked;
