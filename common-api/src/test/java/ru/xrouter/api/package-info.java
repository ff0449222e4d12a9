@NullMarked
package ru.xrouter.api;

import org.jspecify.annotations.NullMarked;
