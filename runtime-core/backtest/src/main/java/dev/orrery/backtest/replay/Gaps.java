package dev.orrery.backtest.replay;

import org.jspecify.annotations.Nullable;

/** What a decision asks for that its record does not hold; the first counts. Confined. */
final class Gaps {
  private @Nullable String first;

  /** To be thrown: a strategy that swallows it is told of all the same. */
  UnrecordedRead of(String asked) {
    String text = "asked for " + asked + ", which the recorded decision did not read";
    if (first == null) {
      first = text;
    }
    return new UnrecordedRead(text);
  }

  @Nullable String first() {
    return first;
  }
}
