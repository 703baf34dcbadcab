/** Orders: their ids, their specification, their states, and what venues tell of them. */
@NullMarked
package dev.orrery.executor.order;

import org.jspecify.annotations.NullMarked;
