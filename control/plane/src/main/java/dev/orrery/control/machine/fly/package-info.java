/**
 * Machines of Fly, over its REST API. Start at {@link dev.orrery.control.machine.fly.FlyMachines}.
 * What the API gets wrong for us is dealt with here: creating is not idempotent, lists lag, an
 * update replaces the whole configuration, and waiting ends after a minute.
 */
@NullMarked
package dev.orrery.control.machine.fly;

import org.jspecify.annotations.NullMarked;
