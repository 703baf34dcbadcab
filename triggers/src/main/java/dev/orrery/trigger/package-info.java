/**
 * What wakes strategies. {@link dev.orrery.trigger.StrategyTriggers} binds the triggers of one
 * strategy to the {@linkplain dev.orrery.trigger.schedule.Scheduler scheduler}, to bar closes of
 * the market board, to events and to requests by hand, and hands each {@linkplain
 * dev.orrery.trigger.FiredTrigger firing} to the {@link dev.orrery.trigger.Dispatcher}. Must not
 * know what a firing leads to: no plugin code, no decisions, no orders.
 */
@NullMarked
package dev.orrery.trigger;

import org.jspecify.annotations.NullMarked;
