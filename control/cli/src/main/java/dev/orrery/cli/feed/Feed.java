package dev.orrery.cli.feed;

import dev.orrery.cli.print.Console;
import dev.orrery.runtime.RuntimeListener;
import dev.orrery.runtime.StrategyStatus;
import java.time.Instant;
import java.util.List;

/**
 * What {@code run} prints. Facts come from the runtime's thread for them, everything else from that
 * of the command; implementations are thread-safe.
 */
public interface Feed extends RuntimeListener {
  /** For a person at a terminal, or for a program. */
  static Feed of(Console console) {
    Feed printed =
        console.outTerminal()
            ? new TerminalFeed(console.out(), console.ink(), console.columns(), System::nanoTime)
            : new JsonFeed(console.out());
    return new OpeningFirst(new CauseFirst(printed, System::nanoTime));
  }

  /** The strategies run from now on. */
  void started(Opening opening);

  /**
   * A moment has passed; called a few times a second.
   *
   * @param now the market's time
   */
  void beat(Instant now, List<StrategyStatus> standing);

  /** The strategies run no more. */
  void ended(Closing closing);
}
