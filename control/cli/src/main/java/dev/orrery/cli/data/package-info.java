/**
 * What the `data` verb does beside printing: fetching from a venue, making series and events, and
 * the words for what a check found. Start at {@link dev.orrery.cli.data.VenueFetch}. Reads no
 * command line.
 */
@NullMarked
package dev.orrery.cli.data;

import org.jspecify.annotations.NullMarked;
