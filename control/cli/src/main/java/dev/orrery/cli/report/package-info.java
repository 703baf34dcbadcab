/**
 * A report of what a deployment did, out of the journal. Puts in order of time what the journal
 * has; computes no figure of its own.
 */
@NullMarked
package dev.orrery.cli.report;

import org.jspecify.annotations.NullMarked;
