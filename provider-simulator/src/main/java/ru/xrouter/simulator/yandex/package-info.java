/** The native API of Yandex AI Studio as its clients see it: rules, wire format and token accounting. */
@NullMarked
package ru.xrouter.simulator.yandex;

import org.jspecify.annotations.NullMarked;
