/** Adapter for Sber's GigaChat: its settings and how it is trusted. */
@NullMarked
package ru.xrouter.gigachat;

import org.jspecify.annotations.NullMarked;
