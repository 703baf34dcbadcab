package dev.orrery.runtime.tick;

import dev.orrery.runtime.isolation.LineStream;
import org.jspecify.annotations.Nullable;

/** What a thread prints inside plugin code, as lines of the strategy's log. Of one thread. */
final class PrintedLines {
  private @Nullable LineStream out;
  private @Nullable LineStream err;

  /** Where one prints that is inside. */
  LineStream of(StrategyUnit unit, boolean error) {
    LineStream stream = error ? err : out;
    if (stream == null) {
      stream = new LineStream(error ? unit.log()::warn : unit.log()::info);
      if (error) {
        err = stream;
      } else {
        out = stream;
      }
    }
    return stream;
  }

  /** Tells what has no end of line, after a call. */
  void finish() {
    if (out != null || err != null) {
      finish(out);
      finish(err);
      out = null;
      err = null;
    }
  }

  private static void finish(@Nullable LineStream stream) {
    if (stream != null) {
      stream.finish();
    }
  }
}
