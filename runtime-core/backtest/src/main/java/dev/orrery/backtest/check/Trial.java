package dev.orrery.backtest.check;

import java.util.Locale;

/** A way to play a strategy again in which it must decide the same. */
public enum Trial {
  /** The same market once more, by another object of classes that have run already. */
  AGAIN(
      "played again by the same classes",
      "Something stayed in the classes after the first run, so a later decision knew what an"
          + " earlier one could not: look for statics that are written to.",
      "Keep what must survive in context.state()."),

  /** The same market once more, the jar loaded anew. */
  ANEW(
      "played again by a jar loaded anew",
      "It depends on something that is neither in its context nor in its jar: a clock, randomness,"
          + " a file, the order of a hash map.",
      "Take time from context.now(), randomness from context.random(), settings from parameters."),

  /** The market ends early. */
  SHORTER(
      "played on the first part of the market alone",
      "What comes later in the data changed an earlier decision: it looks ahead.",
      "Decide on the candles and prices that the context gives, and on nothing else."),

  /** The jar is exchanged for a copy of itself midway. */
  EXCHANGED(
      "played with its jar exchanged for a copy midway",
      "After a restart or a new version it would go on differently: something is kept in fields or"
          + " statics.",
      "Keep what must survive a decision in context.state()."),

  /**
   * Trading begins in the middle: with all candles since the beginning, or with those asked for.
   */
  HISTORY(
      "begun in the middle, with more candles before than it subscribed to",
      "How many candles happen to be there changes its decisions: after a restart there are as many"
          + " as it subscribes to.",
      "Subscribe to as many candles as are read, and read exactly so many.");

  private final String played;
  private final String why;
  private final String wayOut;

  Trial(String played, String why, String wayOut) {
    this.played = played;
    this.why = why;
    this.wayOut = wayOut;
  }

  /** Its name as it is written. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** How it is played, to follow on "is". */
  public String played() {
    return played;
  }

  /** What it means when decisions differ, as a sentence. */
  public String why() {
    return why;
  }

  /** What to do about it, as a sentence. */
  public String wayOut() {
    return wayOut;
  }
}
