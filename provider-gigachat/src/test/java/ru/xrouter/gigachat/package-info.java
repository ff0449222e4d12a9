/** Tests of the GigaChat adapter. */
@NullMarked
package ru.xrouter.gigachat;

import org.jspecify.annotations.NullMarked;
