/**
 * Deploying: gates, room and rules, then a row, then the machine it wants. Start at {@link
 * dev.orrery.control.deploy.Deployer}, which writes rows, and {@link
 * dev.orrery.control.deploy.Launches}, which looks at them. The rules themselves and the status
 * machine are in {@code dev.orrery.deployment}; this package must not know what machines are.
 */
@NullMarked
package dev.orrery.control.deploy;

import org.jspecify.annotations.NullMarked;
