/** How the tests reach the running stack: its addresses, its operators' API, its simulator, and its processes. */
@NullMarked
package ru.xrouter.e2e.stack;

import org.jspecify.annotations.NullMarked;
