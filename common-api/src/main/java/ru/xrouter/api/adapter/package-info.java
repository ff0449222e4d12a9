/** The contract between the router and the provider adapters. */
@NullMarked
package ru.xrouter.api.adapter;

import org.jspecify.annotations.NullMarked;
