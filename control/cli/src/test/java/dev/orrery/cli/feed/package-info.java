/** Tests of what a run prints. */
@NullMarked
package dev.orrery.cli.feed;

import org.jspecify.annotations.NullMarked;
