@NullMarked
package ru.xrouter.auth.securitymail;

import org.jspecify.annotations.NullMarked;
