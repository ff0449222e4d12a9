@NullMarked
package ru.xrouter.auth.person;

import org.jspecify.annotations.NullMarked;
