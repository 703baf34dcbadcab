package dev.orrery.runtime.recording;

import java.util.Locale;

/** What became of a whole decision. The names are those of the journal's column, in lower case. */
public enum Verdict {
  /** Nothing was to be done. */
  NOOP,
  /** Everything wanted was accepted by the broker. */
  EXECUTED,
  /** Part of it was; after a rejection later opens are not sent. */
  PARTIALLY_EXECUTED,
  /** Refused by us before sending; nothing was sent. */
  DENIED,
  /** Refused by the venue; nothing was accepted. */
  REJECTED,
  /** The venue has not said yet what became of something. */
  UNRESOLVED,
  /** The strategy threw or answered nonsense; nothing was sent. */
  FAILED,
  /** The strategy took too long; nothing was sent. */
  TIMED_OUT,
  /** The strategy was not asked. */
  SKIPPED;

  private final String text = name().toLowerCase(Locale.ROOT);

  /** As the journal writes it. */
  public String text() {
    return text;
  }

  /** Whether the strategy did its part: what clears its health. */
  public boolean healthy() {
    return switch (this) {
      case NOOP, EXECUTED, PARTIALLY_EXECUTED, DENIED, REJECTED, UNRESOLVED -> true;
      case FAILED, TIMED_OUT, SKIPPED -> false;
    };
  }
}
