/** The dashboards of the chart, and the program that writes them. */
@NullMarked
package ru.xrouter.monitoring;

import org.jspecify.annotations.NullMarked;
