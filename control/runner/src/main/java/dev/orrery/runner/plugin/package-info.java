/**
 * Jars of a host that runs: the folder they come from is watched, what changes there is handed to
 * the runtime, and the rows of deployments follow. Start at {@link
 * dev.orrery.runner.plugin.PluginWatch}. It must not judge jars: that is the runtime's.
 */
@NullMarked
package dev.orrery.runner.plugin;

import org.jspecify.annotations.NullMarked;
