package dev.orrery.exchange.venue;

import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.OrderRef;
import dev.orrery.hyperliquid.market.MarketRules;
import dev.orrery.hyperliquid.wire.action.BatchModify;
import dev.orrery.hyperliquid.wire.action.Grouping;
import dev.orrery.hyperliquid.wire.action.OrderChange;
import dev.orrery.hyperliquid.wire.action.OrderRequest;
import dev.orrery.hyperliquid.wire.action.OrderTerms;
import dev.orrery.hyperliquid.wire.action.OrderTerms.Tif;
import dev.orrery.hyperliquid.wire.action.OrderTerms.Tpsl;
import dev.orrery.hyperliquid.wire.action.UpdateIsolatedMargin;
import dev.orrery.hyperliquid.wire.action.UpdateLeverage;
import dev.orrery.hyperliquid.wire.info.DetailedOrder;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Random;

/** Orders and moves of the market at random, of which a good part is refused. */
final class RandomFlow {
  static final List<Address> USERS =
      List.of(Rig.ALICE, Rig.BOB, Rig.CAROL, Rig.address(0xda7e), Rig.address(0xeee));

  private static final List<Tif> TIFS =
      List.of(Tif.GTC, Tif.GTC, Tif.GTC, Tif.ALO, Tif.IOC, Tif.FRONTEND_MARKET);

  private final Rig rig;
  private final Random random;
  private final double[] prices = {100_000, 4_000};

  RandomFlow(Rig rig, long seed) {
    this.rig = rig;
    this.random = new Random(seed);
    rig.funded(USERS.toArray(Address[]::new));
  }

  /** One step. */
  void step() {
    Address user = USERS.get(random.nextInt(USERS.size()));
    int asset = random.nextInt(2);
    switch (random.nextInt(20)) {
      case 0, 1, 2, 3, 4, 5, 6, 7 -> rig.place(user, order(asset));
      case 8 -> rig.place(user, exit(asset, random.nextBoolean()));
      case 9 -> {
        OrderRequest entry = order(asset);
        rig.place(
            user,
            Grouping.Plain.NORMAL_TPSL,
            entry,
            exit(asset, !entry.isBuy()),
            exit(asset, !entry.isBuy()));
      }
      case 10 -> {
        boolean buy = random.nextBoolean();
        rig.place(user, Grouping.Plain.POSITION_TPSL, exit(asset, buy), exit(asset, buy));
      }
      case 11, 12, 13 -> cancelOne(user);
      case 14 -> modifyOne(user);
      case 15 ->
          rig.act(user, new UpdateLeverage(asset, random.nextBoolean(), 1 + random.nextInt(25)));
      case 16 ->
          rig.act(
              user, new UpdateIsolatedMargin(asset, true, (random.nextInt(200) - 80) * 1_000_000L));
      case 17 -> rig.pass(random.nextInt(20) == 0 ? 3_600_000 : random.nextInt(10_000));
      default -> move(asset);
    }
  }

  private void move(int asset) {
    double change = random.nextGaussian() * (random.nextInt(30) == 0 ? 0.05 : 0.004);
    prices[asset] = Math.max(prices[asset] * (1 + change), 10);
    BigDecimal px = price(asset, 0);
    if (random.nextInt(3) == 0) {
      BigDecimal other = price(asset, random.nextGaussian() * 0.003);
      rig.venue.market(
          new MarketTick.Bar(
              coin(asset), rig.now(), px, px.max(other), px.min(other), px, size(asset, 1)));
    } else {
      rig.venue.market(new MarketTick.Print(coin(asset), rig.now(), px, size(asset, 0.01), null));
    }
  }

  static String coin(int asset) {
    return asset == Rig.BTC ? "BTC" : "ETH";
  }

  private OrderRequest order(int asset) {
    boolean buy = random.nextBoolean();
    return new OrderRequest(
        asset,
        buy,
        price(asset, random.nextGaussian() * 0.003),
        size(asset, random.nextInt(10) == 0 ? 3 : 0.1),
        random.nextInt(4) == 0,
        new OrderTerms.Limit(TIFS.get(random.nextInt(TIFS.size()))),
        random.nextInt(3) == 0 ? Rig.cloid(random.nextInt(200)) : null);
  }

  private OrderRequest exit(int asset, boolean buy) {
    BigDecimal trigger = price(asset, random.nextGaussian() * 0.006);
    BigDecimal worst =
        rules(asset)
            .worst(trigger.multiply(new BigDecimal(buy ? "1.05" : "0.95")), buy)
            .orElseThrow();
    return new OrderRequest(
        asset,
        buy,
        worst,
        size(asset, 0.1),
        true,
        new OrderTerms.Trigger(
            random.nextBoolean(),
            trigger,
            random.nextBoolean() ? Tpsl.STOP_LOSS : Tpsl.TAKE_PROFIT),
        null);
  }

  private void cancelOne(Address user) {
    List<DetailedOrder> open = rig.open(user);
    if (!open.isEmpty()) {
      DetailedOrder order = open.get(random.nextInt(open.size()));
      rig.cancel(user, order.coin().equals("BTC") ? Rig.BTC : Rig.ETH, order.oid());
    }
  }

  private void modifyOne(Address user) {
    List<DetailedOrder> open = rig.open(user);
    if (!open.isEmpty()) {
      DetailedOrder order = open.get(random.nextInt(open.size()));
      int asset = order.coin().equals("BTC") ? Rig.BTC : Rig.ETH;
      OrderRequest other = order.isTrigger() ? exit(asset, random.nextBoolean()) : order(asset);
      rig.act(
          user,
          new BatchModify(
              List.of(new OrderChange(OrderRef.of(order.oid()), other)), random.nextBoolean()));
    }
  }

  private BigDecimal price(int asset, double away) {
    return rules(asset).nearest(BigDecimal.valueOf(prices[asset] * (1 + away))).orElseThrow();
  }

  private BigDecimal size(int asset, double scale) {
    double usd = 20 + random.nextInt(100_000) * scale;
    int decimals = asset == Rig.BTC ? 5 : 4;
    return BigDecimal.valueOf(usd / prices[asset]).setScale(decimals, RoundingMode.UP);
  }

  private static MarketRules rules(int asset) {
    return MarketRules.perp(asset == Rig.BTC ? 5 : 4);
  }
}
