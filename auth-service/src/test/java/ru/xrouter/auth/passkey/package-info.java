@NullMarked
package ru.xrouter.auth.passkey;

import org.jspecify.annotations.NullMarked;
