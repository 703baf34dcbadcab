package dev.orrery.hyperliquid.wire.action;

/**
 * Changes how the balances of the account belong together, by an agent.
 *
 * @param abstraction which way
 */
public record AgentSetAbstraction(Mode abstraction) implements L1Action {
  static final String TYPE = "agentSetAbstraction";

  /** How balances belong together. */
  public enum Mode {
    /** Spot and each perpetuals dex apart. */
    DISABLED("i"),
    /** One balance for all. */
    UNIFIED_ACCOUNT("u"),
    /** One balance, and margin by the whole portfolio. */
    PORTFOLIO_MARGIN("p");

    private final String wire;

    Mode(String wire) {
      this.wire = wire;
    }

    /** Its letter on the wire. */
    public String wire() {
      return wire;
    }
  }

  static AgentSetAbstraction read(Fields in) {
    return new AgentSetAbstraction(in.choice("abstraction", Mode.values(), Mode::wire));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public void write(CanonicalForm out) {
    out.beginMap(2).text("type", TYPE).text("abstraction", abstraction.wire()).endMap();
  }
}
