@NullMarked
package ru.xrouter.auth.migration;

import org.jspecify.annotations.NullMarked;
