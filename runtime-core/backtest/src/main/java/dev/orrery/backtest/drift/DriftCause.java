package dev.orrery.backtest.drift;

import java.util.Locale;

/** Why a decision of a run came out otherwise in the backtest; the first that holds is the one. */
public enum DriftCause {
  /** Another jar decided. */
  VERSION,
  /** Other parameters were in force. */
  PARAMETER,
  /** One of the two was not asked, or at another instant. */
  TIMING,
  /** It saw another market, or took something from elsewhere. */
  DATA,
  /** Its account or state was another, or its orders fared otherwise. */
  FILL;

  /** As it is printed. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
