/** Tests of recorded data as Parquet. */
@NullMarked
package dev.orrery.parquet;

import org.jspecify.annotations.NullMarked;
