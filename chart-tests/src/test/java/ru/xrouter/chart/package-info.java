/** What the chart and the manifests around it promise. */
@NullMarked
package ru.xrouter.chart;

import org.jspecify.annotations.NullMarked;
