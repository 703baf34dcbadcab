package dev.orrery.cli;

import java.util.List;

/** Where the log of one deployment is read. Confined to one thread. */
interface LogSource {
  /** The latest lines, the newest last. Called first, and once. */
  List<LogLine> recent(int limit) throws InterruptedException;

  /** What came since what was read last, the oldest first; waits a little when there is nothing. */
  List<LogLine> more() throws InterruptedException;
}
