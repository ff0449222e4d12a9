/** Renders the chart and the manifests, and judges single objects. */
@NullMarked
package ru.xrouter.chart.render;

import org.jspecify.annotations.NullMarked;
