/** The rules of the house, checked on auth-service. */
@NullMarked
package ru.xrouter.auth;

import org.jspecify.annotations.NullMarked;
