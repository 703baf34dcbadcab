package dev.orrery.executor.risk;

import dev.orrery.executor.order.ClientOrderId;

/** The risk gate's answer to one planned order. */
public sealed interface Clearance {
  /** The order it answers; of a leverage change, that one's id. */
  ClientOrderId id();

  /** One line, to show and to keep. */
  String text();

  /** It may be sent. */
  record Cleared(ClearedOrder order) implements Clearance {
    @Override
    public ClientOrderId id() {
      return order.spec().id();
    }

    @Override
    public String text() {
      return "CLEARED id=" + id();
    }
  }

  /**
   * It may not.
   *
   * @param reason stable code
   * @param text the code, then {@code key=value}
   */
  record Denied(ClientOrderId id, DenialReason reason, String text) implements Clearance {
    /** Builds the text from {@code key, value} pairs. */
    public static Denied of(ClientOrderId id, DenialReason reason, Object... pairs) {
      return new Denied(id, reason, reason.text(pairs));
    }
  }
}
