/** The installation that the chart describes, as processes of this machine. */
@NullMarked
package ru.xrouter.chart.installed;

import org.jspecify.annotations.NullMarked;
