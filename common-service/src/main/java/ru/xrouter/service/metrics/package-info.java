/** What every service shows of itself besides its own figures. */
@NullMarked
package ru.xrouter.service.metrics;

import org.jspecify.annotations.NullMarked;
