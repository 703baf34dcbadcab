/**
 * Strategy jars: from a file in the plugins folder to a strategy that can be asked. Start at {@link
 * dev.orrery.runtime.plugin.PluginLibrary}. A jar is read once, kept by digest, judged before any
 * of its code runs, and loaded by a class loader of its own that sees the plugin API and nothing
 * else of the runtime. Refusal is per jar, all or nothing, in one line. This package must not know
 * ticks, accounts or journals.
 */
@NullMarked
package dev.orrery.runtime.plugin;

import org.jspecify.annotations.NullMarked;
