package dev.orrery.hyperliquid.wire.action;

/** How the orders of one action depend on each other. */
public sealed interface Grouping {
  /** Writes it. */
  void write(CanonicalForm out);

  /** The groupings without a value. */
  enum Plain implements Grouping {
    /** They do not. */
    NA("na"),
    /** The first is an entry, the others are its exits and live once it has filled. */
    NORMAL_TPSL("normalTpsl"),
    /** Exits of the position, whatever its size. */
    POSITION_TPSL("positionTpsl");

    private final String wire;

    Plain(String wire) {
      this.wire = wire;
    }

    @Override
    public void write(CanonicalForm out) {
      out.text(wire);
    }
  }

  /**
   * They do not, and pay for being taken first.
   *
   * @param rate of the notional, in 1e-8
   */
  record Priority(long rate) implements Grouping {
    @Override
    public void write(CanonicalForm out) {
      out.beginMap(1).number("p", rate).endMap();
    }
  }

  /** Reads the {@code grouping} of an action. */
  static Grouping read(Fields action) {
    if (action.isObject("grouping")) {
      return action.object("grouping", in -> new Priority(in.amount("p")));
    }
    return action.choice("grouping", Plain.values(), plain -> plain.wire);
  }
}
