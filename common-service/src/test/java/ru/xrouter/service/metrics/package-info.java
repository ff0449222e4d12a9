@NullMarked
package ru.xrouter.service.metrics;

import org.jspecify.annotations.NullMarked;
