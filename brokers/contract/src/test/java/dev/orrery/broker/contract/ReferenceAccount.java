package dev.orrery.broker.contract;

import dev.orrery.api.action.MarginMode;
import dev.orrery.api.action.Side;
import dev.orrery.api.market.Instrument;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.executor.account.Holding;
import dev.orrery.executor.account.LeverageSetting;
import dev.orrery.executor.broker.VenueReport.VenuePosition;
import dev.orrery.executor.order.Fill;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Money and positions at the reference venue, with cross margin. Confined to its thread. */
final class ReferenceAccount {
  private final Map<String, Instrument> instruments = new HashMap<>();
  private final Map<String, Price> last = new HashMap<>();
  private final Map<String, Holding> holdings = new TreeMap<>();
  private final Map<String, LeverageSetting> leverage = new HashMap<>();
  private Usd cash = Usd.ZERO;

  ReferenceAccount(Collection<Instrument> listed) {
    listed.forEach(each -> instruments.put(each.symbol(), each));
  }

  @Nullable Instrument instrument(String symbol) {
    return instruments.get(symbol);
  }

  /** The last trade; null before the first. */
  @Nullable Price last(String symbol) {
    return last.get(symbol);
  }

  /** Of a symbol that has been traded, so there is one. */
  private Price price(String symbol) {
    return Objects.requireNonNull(last.get(symbol));
  }

  private Holding holding(String symbol) {
    return holdings.getOrDefault(symbol, Holding.NONE);
  }

  private int highestLeverage(String symbol) {
    return Objects.requireNonNull(instruments.get(symbol)).maxLeverage();
  }

  void last(String symbol, Price price) {
    last.put(symbol, price);
  }

  Usd cash() {
    return cash;
  }

  void pay(Usd amount) {
    cash = cash.plus(amount);
  }

  void book(Fill fill) {
    Holding.Change change = holdings.getOrDefault(fill.symbol(), Holding.NONE).after(fill);
    holdings.put(fill.symbol(), change.holding());
    cash = cash.plus(change.realised()).minus(fill.fee());
  }

  Quantity held(String symbol) {
    return holding(symbol).quantity();
  }

  /** Symbols with a position. */
  List<String> heldSymbols() {
    return holdings.keySet().stream().filter(symbol -> !held(symbol).isZero()).toList();
  }

  /** What an order of this side can take off the position. */
  Quantity closable(String symbol, Side side) {
    Quantity held = held(symbol);
    return held.signum() * side.sign() < 0 ? held.abs() : Quantity.ZERO;
  }

  boolean leverageIsSet(String symbol) {
    return leverage.containsKey(symbol);
  }

  LeverageSetting leverage(String symbol) {
    return leverage.getOrDefault(symbol, new LeverageSetting(20, MarginMode.CROSS));
  }

  void leverage(String symbol, LeverageSetting setting) {
    leverage.put(symbol, setting);
  }

  List<VenuePosition> positions() {
    List<VenuePosition> all = new ArrayList<>();
    for (String symbol : heldSymbols()) {
      LeverageSetting setting = leverage(symbol);
      all.add(
          new VenuePosition(
              symbol,
              held(symbol),
              holding(symbol).averageEntry(),
              setting.leverage(),
              setting.mode(),
              Optional.empty()));
    }
    return all;
  }

  /** Whether there is margin for the worse of all buys and all sells that may come to be filled. */
  boolean carries(Collection<ReferenceOrder> orders) {
    BigDecimal needed = BigDecimal.ZERO;
    for (Map.Entry<String, Price> each : last.entrySet()) {
      Quantity buys = held(each.getKey());
      Quantity sells = buys;
      for (ReferenceOrder order : orders) {
        boolean counts =
            order.live()
                && !order.spec.reduceOnly()
                && !order.is(ReferenceOrder.Stage.ARMED)
                && order.symbol().equals(each.getKey());
        if (counts && order.side() == Side.BUY) {
          buys = buys.plus(order.remaining);
        } else if (counts) {
          sells = sells.minus(order.remaining);
        }
      }
      Quantity most = buys.abs().compareTo(sells.abs()) > 0 ? buys.abs() : sells.abs();
      needed = needed.add(share(each.getValue(), most, leverage(each.getKey()).leverage()));
    }
    return needed.compareTo(equity()) <= 0;
  }

  /** Whether equity no longer covers the maintenance margin of what is held. */
  boolean isBroken() {
    BigDecimal maintenance = BigDecimal.ZERO;
    for (String symbol : heldSymbols()) {
      maintenance =
          maintenance.add(share(price(symbol), held(symbol).abs(), 2 * highestLeverage(symbol)));
    }
    return maintenance.signum() > 0 && equity().compareTo(maintenance) < 0;
  }

  private static BigDecimal share(Price price, Quantity quantity, int parts) {
    return price
        .times(quantity)
        .value()
        .divide(BigDecimal.valueOf(parts), Holding.DECIMALS, RoundingMode.UP);
  }

  private BigDecimal equity() {
    Usd equity = cash;
    for (String symbol : heldSymbols()) {
      equity = equity.plus(holding(symbol).unrealised(price(symbol)));
    }
    return equity.value();
  }
}
