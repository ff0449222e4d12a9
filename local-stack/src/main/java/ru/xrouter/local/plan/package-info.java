/** What runs where and with which settings: pure, no process is started here. */
@NullMarked
package ru.xrouter.local.plan;

import org.jspecify.annotations.NullMarked;
