package dev.orrery.runtime.tick;

import dev.orrery.runtime.plugin.LoadedStrategy;
import dev.orrery.runtime.recording.Verdict;

/**
 * A call into a strategy, as the watchdog sees it. What it is told, it is told on the watchdog's
 * thread while the call's own is still inside, each at most once; it must return at once.
 */
interface Supervised {
  /** Whose call it is. */
  StrategyUnit unit();

  /** The version that is called: another may have taken its place meanwhile. */
  LoadedStrategy version();

  /**
   * It is over, whatever its thread does; what that brings back is dropped.
   *
   * @param verdict {@code TIMED_OUT} or {@code FAILED}
   * @param cause for people, in one line
   */
  void ended(Verdict verdict, String cause);

  /** Whether its thread is the runtime's to dispose of, and not its caller's. */
  boolean onThreadOfOurs();

  /** Its thread is given up. */
  void abandoned();
}
