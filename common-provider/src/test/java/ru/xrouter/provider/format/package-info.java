@NullMarked
package ru.xrouter.provider.format;

import org.jspecify.annotations.NullMarked;
