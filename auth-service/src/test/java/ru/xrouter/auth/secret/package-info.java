@NullMarked
package ru.xrouter.auth.secret;

import org.jspecify.annotations.NullMarked;
