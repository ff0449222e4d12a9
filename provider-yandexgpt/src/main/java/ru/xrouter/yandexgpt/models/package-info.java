/** What a credential can use: the list of models, and whether it is good at all. */
@NullMarked
package ru.xrouter.yandexgpt.models;

import org.jspecify.annotations.NullMarked;
