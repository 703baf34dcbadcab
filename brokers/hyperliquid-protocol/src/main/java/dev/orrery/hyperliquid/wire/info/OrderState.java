package dev.orrery.hyperliquid.wire.info;

import java.util.Locale;

/**
 * What kind of status an order has. The venue's words are an open set, of which the end tells the
 * kind: {@code selfTradeCanceled}, {@code scheduledCancel}, {@code tickRejected}.
 */
public enum OrderState {
  /** On the book, or waiting for its trigger price. */
  OPEN,
  /** Its trigger price was reached; the order that came of it follows. */
  TRIGGERED,
  /** Executed. */
  FILLED,
  /** Cancelled, by the account or the venue. */
  CANCELED,
  /** Never on the book. */
  REJECTED,
  /** A word nobody has listed: ask again. */
  UNKNOWN;

  /** Sorts a word of the venue. */
  public static OrderState of(String status) {
    String word = status.toLowerCase(Locale.ROOT);
    return switch (word) {
      case "open" -> OPEN;
      case "triggered" -> TRIGGERED;
      case "filled" -> FILLED;
      default -> {
        if (word.endsWith("rejected")) {
          yield REJECTED;
        }
        yield word.endsWith("canceled") || word.endsWith("cancel") ? CANCELED : UNKNOWN;
      }
    };
  }

  /** Whether nothing more happens to it. */
  public boolean isFinal() {
    return this == FILLED || this == CANCELED || this == REJECTED;
  }
}
