package dev.orrery.backtest.replay;

import dev.orrery.runtime.recording.Read;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A write to a strategy's state that took place.
 *
 * @param value null when the key was removed
 */
record StateWrite(String key, @Nullable String value) {
  /** Those of a recorded decision, in order. */
  static List<StateWrite> in(List<Read> reads) {
    List<StateWrite> writes = List.of();
    for (Read read : reads) {
      if (read instanceof Read.OfStateWrite it && it.done()) {
        if (writes.isEmpty()) {
          writes = new ArrayList<>(2);
        }
        writes.add(new StateWrite(it.key(), it.update()));
      }
    }
    return writes;
  }
}
