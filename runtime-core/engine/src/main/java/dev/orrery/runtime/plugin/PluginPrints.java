package dev.orrery.runtime.plugin;

import dev.orrery.runtime.isolation.LineStream;
import dev.orrery.runtime.isolation.RateLimit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a plugin prints while it is loaded, asked and closed: lines of our log, at most 100 a
 * second. Confined to the thread of its call.
 */
final class PluginPrints {
  private static final Logger log = LoggerFactory.getLogger(PluginPrints.class);
  private static final int LINES_A_SECOND = 100;

  private final String what;
  private final RateLimit limit = new RateLimit(LINES_A_SECOND);
  private final LineStream out = new LineStream(this::line);
  private final LineStream error = new LineStream(this::line);
  private long dropped;

  PluginPrints(String what) {
    this.what = what;
  }

  LineStream stream(boolean wantsError) {
    return wantsError ? error : out;
  }

  /** Tells what has no end of line yet, and what was dropped. */
  void finish() {
    out.finish();
    error.finish();
    if (dropped > 0) {
      log.warn("plugin lines dropped call={} count={} limit={}/s", what, dropped, LINES_A_SECOND);
    }
  }

  private void line(String text) {
    if (limit.pass(System.nanoTime())) {
      log.info("plugin prints call={} line={}", what, text);
    } else {
      dropped++;
    }
  }
}
