/**
 * The examples of {@code docs/writing-a-strategy.md}, compiled and run. {@link
 * dev.orrery.testkit.docs.WritingAStrategyTest} compares the page with the regions here.
 */
@NullMarked
package dev.orrery.testkit.docs;

import org.jspecify.annotations.NullMarked;
