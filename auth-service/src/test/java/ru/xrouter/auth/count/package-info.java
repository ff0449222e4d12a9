@NullMarked
package ru.xrouter.auth.count;

import org.jspecify.annotations.NullMarked;
