@NullMarked
package ru.xrouter.gigachat.image;

import org.jspecify.annotations.NullMarked;
