/** The audit log for those who may read it. */
@NullMarked
package ru.xrouter.auth.activity;

import org.jspecify.annotations.NullMarked;
