/** Orders: their ids, their specification, their states. */
@NullMarked
package dev.orrery.executor.order;

import org.jspecify.annotations.NullMarked;
