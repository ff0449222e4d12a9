@NullMarked
package ru.xrouter.auth.input;

import org.jspecify.annotations.NullMarked;
