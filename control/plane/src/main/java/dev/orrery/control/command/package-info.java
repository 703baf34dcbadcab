/**
 * Commands as people and programs send them to the control plane. Start at {@link
 * dev.orrery.control.command.DeploymentCommands}. Who may do what in which status is said by {@link
 * dev.orrery.deployment.CommandRules} and nowhere else; this package knows who asks, and what the
 * control plane does itself because a runner cannot be relied on.
 */
@NullMarked
package dev.orrery.control.command;

import org.jspecify.annotations.NullMarked;
