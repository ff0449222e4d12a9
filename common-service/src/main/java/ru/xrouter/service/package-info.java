/** What every service does the same way at run time. */
@NullMarked
package ru.xrouter.service;

import org.jspecify.annotations.NullMarked;
