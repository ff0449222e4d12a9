/** Tests of the reports. */
@NullMarked
package ru.xrouter.billing.report;

import org.jspecify.annotations.NullMarked;
