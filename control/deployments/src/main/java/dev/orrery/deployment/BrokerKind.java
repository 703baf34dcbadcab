package dev.orrery.deployment;

/** Where a deployment's orders go. */
public enum BrokerKind {
  /** Simulated. */
  PAPER("paper"),
  /** Real money. */
  HYPERLIQUID_MAINNET("hyperliquid-mainnet");

  private final String text;

  BrokerKind(String text) {
    this.text = text;
  }

  /** As tables and people have it. */
  public String text() {
    return text;
  }

  /** Reads {@link #text}. */
  public static BrokerKind of(String text) {
    for (BrokerKind kind : values()) {
      if (kind.text.equals(text)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("no broker kind '" + text + "'");
  }
}
