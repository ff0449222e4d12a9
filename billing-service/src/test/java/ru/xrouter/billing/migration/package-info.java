@NullMarked
package ru.xrouter.billing.migration;

import org.jspecify.annotations.NullMarked;
