/** GigaChat's HTTP API as its clients see it: rules, wire format and token accounting. */
@NullMarked
package ru.xrouter.simulator.gigachat;

import org.jspecify.annotations.NullMarked;
