package dev.orrery.cli.backtest;

import dev.orrery.market.replay.Replay;
import java.nio.file.Path;
import java.util.Optional;

/** Which recording a market on a command line names. Pure functions. */
public final class Recordings {
  /** The bundled one; with a colon and a path, a file. */
  public static final String BUNDLED = "replay";

  private static final String FILE = BUNDLED + ":";

  private Recordings() {}

  /**
   * The recording.
   *
   * @param symbol what a file is of; the bundled one knows
   * @return empty when the market is no recording
   */
  public static Optional<Replay> named(String market, String symbol) {
    if (market.equals(BUNDLED)) {
      return Optional.of(Replay.bundled());
    }
    return market.startsWith(FILE)
        ? Optional.of(Replay.of(Path.of(market.substring(FILE.length())), symbol))
        : Optional.empty();
  }
}
