/**
 * What is wrong with recorded data, and putting data of other layouts into ours. Start at {@link
 * dev.orrery.market.check.DataCheck} and {@link dev.orrery.market.check.DataImport}. Knows files
 * and rows, no board and no timeline.
 */
@NullMarked
package dev.orrery.market.check;

import org.jspecify.annotations.NullMarked;
