/**
 * Schedules and what wakes on them. A {@link dev.orrery.trigger.schedule.Schedule} is pure
 * arithmetic; a {@link dev.orrery.trigger.schedule.Scheduler} is the same on every timeline, under
 * one suite: Quartz on the wall, alarms on a simulated or paced one. Must not know strategies.
 */
@NullMarked
package dev.orrery.trigger.schedule;

import org.jspecify.annotations.NullMarked;
