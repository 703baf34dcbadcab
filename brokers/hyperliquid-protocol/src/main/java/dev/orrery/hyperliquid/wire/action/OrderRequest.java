package dev.orrery.hyperliquid.wire.action;

import dev.orrery.hyperliquid.Cloid;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * One order of an action.
 *
 * @param asset the number of the market, see {@link dev.orrery.hyperliquid.market.MarketDirectory}
 * @param isBuy bid or ask
 * @param price limit, or the worst acceptable price of an order at market; above zero
 * @param size in base units; zero on an exit of a position means all of it
 * @param reduceOnly may only shrink a position
 * @param terms when it executes and how long it stands
 * @param cloid the client's id
 */
public record OrderRequest(
    int asset,
    boolean isBuy,
    BigDecimal price,
    BigDecimal size,
    boolean reduceOnly,
    OrderTerms terms,
    @Nullable Cloid cloid) {

  static OrderRequest read(Fields in) {
    return new OrderRequest(
        in.asset("a"),
        in.flag("b"),
        in.decimal("p"),
        in.decimal("s"),
        in.flag("r"),
        in.object("t", OrderTerms::read),
        in.optionalCloid("c"));
  }

  void write(CanonicalForm out) {
    out.beginMap(cloid == null ? 6 : 7)
        .number("a", asset)
        .flag("b", isBuy)
        .decimal("p", price)
        .decimal("s", size)
        .flag("r", reduceOnly);
    terms.write(out.key("t"));
    if (cloid != null) {
      out.cloid("c", cloid);
    }
    out.endMap();
  }
}
