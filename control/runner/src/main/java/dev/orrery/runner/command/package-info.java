/**
 * What people tell running deployments: commands carried out, latches kept, panic obeyed. Must not
 * know where a command came from.
 */
@NullMarked
package dev.orrery.runner.command;

import org.jspecify.annotations.NullMarked;
