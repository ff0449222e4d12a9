@NullMarked
package ru.xrouter.gigachat.tls;

import org.jspecify.annotations.NullMarked;
