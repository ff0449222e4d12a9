@NullMarked
package ru.xrouter.auth.outside;

import org.jspecify.annotations.NullMarked;
