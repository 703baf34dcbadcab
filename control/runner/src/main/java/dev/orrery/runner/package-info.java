/**
 * The one assembly that hosts deployments: market, plugins, database, runtime, commands and pages
 * put together. Start at {@link dev.orrery.runner.Host}. Must not know how a decision is made.
 */
@NullMarked
package dev.orrery.runner;

import org.jspecify.annotations.NullMarked;
