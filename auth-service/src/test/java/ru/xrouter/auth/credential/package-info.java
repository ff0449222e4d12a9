@NullMarked
package ru.xrouter.auth.credential;

import org.jspecify.annotations.NullMarked;
