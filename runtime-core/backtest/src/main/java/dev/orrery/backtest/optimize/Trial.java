package dev.orrery.backtest.optimize;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One run: a combination of parameters in a range.
 *
 * @param parameters those of the search
 * @param from null for the whole range
 * @param until null for the whole range
 */
public record Trial(
    Map<String, String> parameters, @Nullable Instant from, @Nullable Instant until) {
  /** Copies, in the order given. */
  public Trial {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }
}
