/**
 * The control plane: it gives each deployment a machine of its own, commands it, watches it and
 * upgrades it. Start at {@link dev.orrery.control.ControlPlane}, which puts it together; machines
 * are in {@code .machine}. It will hold everyone's keys, so this module must not load a strategy
 * nor see the runtime that does.
 */
@NullMarked
package dev.orrery.control;

import org.jspecify.annotations.NullMarked;
