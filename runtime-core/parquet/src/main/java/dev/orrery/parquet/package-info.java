/**
 * Recorded data as Parquet: read with the hardwood library, which needs no Hadoop, and written in
 * the plainest form there is. Start at {@link dev.orrery.parquet.ParquetFormat}, which is found as
 * a service when a file of that name is met. Knows files and rows, and no market.
 */
@NullMarked
package dev.orrery.parquet;

import org.jspecify.annotations.NullMarked;
