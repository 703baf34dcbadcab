package dev.orrery.hyperliquid.wire.action;

import dev.orrery.hyperliquid.wire.MalformedMessageException;
import java.math.BigDecimal;

/** When an order executes and how long it stands. */
public sealed interface OrderTerms {
  /** Writes it. */
  void write(CanonicalForm out);

  /**
   * A limit order.
   *
   * @param tif how long it stands
   */
  record Limit(Tif tif) implements OrderTerms {
    @Override
    public void write(CanonicalForm out) {
      out.beginMap(1).key("limit").beginMap(1).text("tif", tif.wire()).endMap().endMap();
    }
  }

  /**
   * An order that waits for the mark price.
   *
   * @param isMarket whether it then takes what is there, or rests at its limit
   * @param triggerPx the mark price it waits for
   * @param tpsl which side of the market it waits on
   */
  record Trigger(boolean isMarket, BigDecimal triggerPx, Tpsl tpsl) implements OrderTerms {
    @Override
    public void write(CanonicalForm out) {
      out.beginMap(1)
          .key("trigger")
          .beginMap(3)
          .flag("isMarket", isMarket)
          .decimal("triggerPx", triggerPx)
          .text("tpsl", tpsl.wire())
          .endMap()
          .endMap();
    }
  }

  /** How long a limit order stands. */
  enum Tif {
    /** Until it is cancelled. */
    GTC("Gtc"),
    /** What does not execute at once is cancelled. */
    IOC("Ioc"),
    /** Adds liquidity only: cancelled instead of executing at once. */
    ALO("Alo"),
    /** As {@link #IOC}, shown as a market order. */
    FRONTEND_MARKET("FrontendMarket");

    private final String wire;

    Tif(String wire) {
      this.wire = wire;
    }

    /** Its name on the wire. */
    public String wire() {
      return wire;
    }
  }

  /** What a trigger order is for. */
  enum Tpsl {
    /** Takes profit: a sell waits for a rise, a buy for a fall. */
    TAKE_PROFIT("tp"),
    /** Stops a loss: a sell waits for a fall, a buy for a rise. */
    STOP_LOSS("sl");

    private final String wire;

    Tpsl(String wire) {
      this.wire = wire;
    }

    /** Its name on the wire. */
    public String wire() {
      return wire;
    }
  }

  /** Reads {@code {"limit":..}} or {@code {"trigger":..}}. */
  static OrderTerms read(Fields in) {
    Limit limit = in.optional("limit", it -> new Limit(it.choice("tif", Tif.values(), Tif::wire)));
    Trigger trigger =
        in.optional(
            "trigger",
            it ->
                new Trigger(
                    it.flag("isMarket"),
                    it.decimal("triggerPx"),
                    it.choice("tpsl", Tpsl.values(), Tpsl::wire)));
    if (limit != null && trigger == null) {
      return limit;
    }
    if (trigger != null && limit == null) {
      return trigger;
    }
    throw new MalformedMessageException(in.path() + " must hold either limit or trigger");
  }
}
