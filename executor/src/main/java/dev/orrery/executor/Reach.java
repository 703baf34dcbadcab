package dev.orrery.executor;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a book reaches back.
 *
 * @param fresh whether nothing has been done on the account yet
 * @param began from when on it tells everything; null when that is from the first
 * @param lastTold timeline instant of the newest thing told; {@link Long#MIN_VALUE} before that
 */
record Reach(boolean fresh, @Nullable Instant began, long lastTold) {}
