/**
 * Firings asked for by a person or program: {@link dev.orrery.trigger.manual.ManualFirings}. Must
 * not know who asks, nor what a firing leads to.
 */
@NullMarked
package dev.orrery.trigger.manual;

import org.jspecify.annotations.NullMarked;
