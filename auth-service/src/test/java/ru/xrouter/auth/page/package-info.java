@NullMarked
package ru.xrouter.auth.page;

import org.jspecify.annotations.NullMarked;
