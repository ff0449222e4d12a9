/** The subcommands of the script. */
@NullMarked
package ru.xrouter.local.command;

import org.jspecify.annotations.NullMarked;
