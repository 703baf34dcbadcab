/**
 * Events that wake strategies: durable ones from the {@link dev.orrery.trigger.event.EventInbox},
 * plain notices from {@link dev.orrery.trigger.event.Notifications}, both handed on by the {@link
 * dev.orrery.trigger.event.EventRouter}. A notice wakes, the row is the truth. Must not know
 * strategies.
 */
@NullMarked
package dev.orrery.trigger.event;

import org.jspecify.annotations.NullMarked;
