package dev.orrery.hyperliquid.wire.action;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Executes a size in slices over some minutes.
 *
 * @param asset the number of the market
 * @param isBuy bid or ask
 * @param size in base units
 * @param reduceOnly may only shrink a position
 * @param minutes how long, 5 to 1,440
 * @param randomize vary the times of the slices
 * @param details when it begins and ends, if not at once and when done
 */
public record TwapOrder(
    int asset,
    boolean isBuy,
    BigDecimal size,
    boolean reduceOnly,
    int minutes,
    boolean randomize,
    @Nullable Details details)
    implements L1Action {
  static final String TYPE = "twapOrder";

  /**
   * When it begins and ends. A part that is not used is null on the wire, not absent.
   *
   * @param trigger begins at a mark price
   * @param stopPx ends at a price
   */
  public record Details(@Nullable Trigger trigger, @Nullable BigDecimal stopPx) {
    private static Details read(Fields in) {
      return new Details(in.optional("t", Trigger::read), in.optionalDecimal("s"));
    }

    private void write(CanonicalForm out) {
      out.beginMap(2).key("t");
      if (trigger == null) {
        out.nothing();
      } else {
        out.beginMap(2).decimal("p", trigger.price).flag("a", trigger.above).endMap();
      }
      if (stopPx == null) {
        out.key("s").nothing();
      } else {
        out.decimal("s", stopPx);
      }
      out.endMap();
    }
  }

  /**
   * A mark price to wait for.
   *
   * @param price the price
   * @param above begins above it, or below
   */
  public record Trigger(BigDecimal price, boolean above) {
    private static Trigger read(Fields in) {
      return new Trigger(in.decimal("p"), in.flag("a"));
    }
  }

  static TwapOrder read(Fields action) {
    return action.object(
        "twap",
        in ->
            new TwapOrder(
                in.asset("a"),
                in.flag("b"),
                in.decimal("s"),
                in.flag("r"),
                in.integer("m"),
                in.flag("t"),
                action.optional("details", Details::read)));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public void write(CanonicalForm out) {
    out.beginMap(details == null ? 2 : 3)
        .text("type", TYPE)
        .key("twap")
        .beginMap(6)
        .number("a", asset)
        .flag("b", isBuy)
        .decimal("s", size)
        .flag("r", reduceOnly)
        .number("m", minutes)
        .flag("t", randomize)
        .endMap();
    if (details != null) {
      details.write(out.key("details"));
    }
    out.endMap();
  }
}
