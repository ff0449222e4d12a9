@NullMarked
package ru.xrouter.monitoring;

import org.jspecify.annotations.NullMarked;
