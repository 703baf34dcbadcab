package dev.orrery.api.action;

/** Checks shared by the actions. */
final class Reasons {
  private static final int MAX_REASON = 512;

  private Reasons() {}

  static String reason(String reason, String action) {
    if (reason.isBlank()) {
      throw new IllegalArgumentException(action + " needs a reason");
    }
    if (reason.length() > MAX_REASON) {
      throw new IllegalArgumentException(
          action + " has a reason of " + reason.length() + " characters, at most " + MAX_REASON);
    }
    return reason;
  }

  static String symbol(String symbol, String action) {
    if (symbol.isBlank()) {
      throw new IllegalArgumentException(action + " needs a symbol");
    }
    return symbol;
  }
}
