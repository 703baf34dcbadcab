package dev.orrery.broker.paper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.action.MarginMode;
import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.api.action.TimeInForce;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.executor.broker.VenueReport;
import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.Fill;
import dev.orrery.executor.order.OrderSpec;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must hold whatever is ordered and however the market moves. */
final class RandomFlowTest {
  private static final PaperSettings SETTINGS =
      PaperSettings.builder().slippageBps("3").startCash(Usd.of(2_000)).build();
  private static final int STEPS = 250;

  /** A script: the same steps on any rig give the same orders. */
  private static List<Consumer<PaperRig>> script(long seed) {
    Random random = new Random(seed);
    List<Consumer<PaperRig>> steps = new ArrayList<>();
    steps.add(rig -> rig.trade("BTC", 1000, 1).trade("ETH", 100, 1));
    double[] prices = {1000, 100};
    List<OrderSpec> placed = new ArrayList<>();
    PaperRig ids = new PaperRig();
    for (int i = 0; i < STEPS; i++) {
      int which = random.nextInt(3) == 0 ? 1 : 0;
      String symbol = which == 0 ? "BTC" : "ETH";
      int kind = random.nextInt(12);
      if (kind < 5) {
        prices[which] = moved(prices[which], random, random.nextInt(25) == 0 ? 0.05 : 0.006);
        double price = prices[which];
        double size = round(random.nextDouble() * 3, 4);
        long gap = random.nextInt(20) == 0 ? 5_000_000 : 20_000;
        steps.add(rig -> rig.trade(symbol, rig.timeline.nowMillis() + gap, price, size));
      } else if (kind < 7) {
        double open = moved(prices[which], random, 0.004);
        double close = moved(open, random, 0.006);
        double high = round(Math.max(open, close) * (1 + random.nextDouble() * 0.01), 1);
        double low = round(Math.min(open, close) * (1 - random.nextDouble() * 0.01), 1);
        prices[which] = close;
        steps.add(rig -> rig.bar(symbol, open, high, low, close));
      } else if (kind < 11) {
        OrderSpec order = order(ids, random, symbol, prices[which]);
        placed.add(order);
        if (random.nextInt(3) == 0) {
          Side side = order.side();
          Price stop = price(prices[which] * (1 - 0.01 * side.sign()));
          Price profit = price(prices[which] * (1 + 0.01 * side.sign()));
          OrderSpec first = ids.exit(order, OrderTerms.stop(stop));
          OrderSpec second = ids.exit(order, OrderTerms.takeProfit(profit));
          steps.add(rig -> rig.place(order, first, second));
        } else {
          steps.add(rig -> rig.place(order));
        }
      } else if (random.nextInt(4) == 0) {
        int leverage = 5 + random.nextInt(20);
        MarginMode mode = random.nextBoolean() ? MarginMode.CROSS : MarginMode.ISOLATED;
        steps.add(rig -> rig.lever(symbol, leverage, mode));
      } else if (!placed.isEmpty()) {
        OrderSpec target = placed.get(random.nextInt(placed.size()));
        if (random.nextBoolean()) {
          steps.add(rig -> rig.cancel(target));
        } else {
          OrderSpec changed = changed(target, price(moved(prices[which], random, 0.01)));
          steps.add(rig -> rig.amend(changed));
        }
      }
    }
    return steps;
  }

  private static OrderSpec changed(OrderSpec order, Price price) {
    return new OrderSpec(
        order.id(),
        order.symbol(),
        order.side(),
        order.quantity(),
        OrderTerms.limit(price),
        order.reduceOnly(),
        Optional.empty(),
        "");
  }

  private static OrderSpec order(PaperRig ids, Random random, String symbol, double near) {
    Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
    String quantity =
        BigDecimal.valueOf(round(200 + random.nextDouble() * 20_000, 1) / near)
            .setScale(3, RoundingMode.UP)
            .toPlainString();
    Price price = price(moved(near, random, 0.008));
    OrderTerms terms =
        switch (random.nextInt(7)) {
          case 0, 1 -> OrderTerms.market();
          case 2 -> OrderTerms.limit(price);
          case 3 -> OrderTerms.postOnly(price);
          case 4 -> new OrderTerms.Limit(price, TimeInForce.IOC);
          case 5 -> OrderTerms.stop(price);
          default -> new OrderTerms.TakeProfit(price, Optional.of(price));
        };
    return random.nextInt(3) == 0
        ? ids.reducing(symbol, side, quantity, terms)
        : ids.order(symbol, side, quantity, terms);
  }

  private static double moved(double price, Random random, double most) {
    return round(price * (1 + (random.nextDouble() * 2 - 1) * most), 1);
  }

  private static double round(double value, int decimals) {
    return BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_EVEN).doubleValue();
  }

  private static Price price(double value) {
    return Price.of(round(value, 1));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void fillsSumToPositionsAndCashPlusProfitIsEquity(long seed) {
    PaperRig rig = new PaperRig(SETTINGS);
    for (Consumer<PaperRig> step : script(seed)) {
      step.accept(rig);
      assertThat(rig.differences()).isEmpty();
      VenueReport report = rig.report();
      assertThat(rig.book.state().money().balance()).isEqualTo(report.balance());
      Map<String, Quantity> sums = new HashMap<>();
      Usd flow = SETTINGS.startCash();
      for (Fill fill : report.fills()) {
        sums.merge(fill.symbol(), fill.signedQuantity(), Quantity::plus);
        flow = flow.minus(fill.price().times(fill.signedQuantity())).minus(fill.fee());
      }
      for (BrokerEvent.FundingPaid paid : rig.told(BrokerEvent.FundingPaid.class)) {
        flow = flow.plus(paid.amount());
      }
      Usd equity = report.balance();
      for (VenueReport.VenuePosition position : report.positions()) {
        Price mark = Price.of(rig.board.snapshot().mark(position.symbol()));
        flow = flow.plus(mark.times(position.quantity()));
      }
      sums.values().removeIf(Quantity::isZero);
      Map<String, Quantity> held = new HashMap<>();
      report.positions().forEach(it -> held.put(it.symbol(), it.quantity()));
      assertThat(held).isEqualTo(sums);
      Usd byAverage = equity;
      for (VenueReport.VenuePosition position : report.positions()) {
        Price mark = Price.of(rig.board.snapshot().mark(position.symbol()));
        byAverage =
            byAverage.plus(
                mark.times(position.quantity())
                    .minus(position.averageEntry().times(position.quantity())));
      }
      assertThat(byAverage.minus(flow).abs()).isLessThan(Usd.of("0.00000001"));
      if (report.positions().isEmpty()) {
        assertThat(equity).isEqualTo(flow);
      }
    }
    assertThat(rig.report().fills().size()).isGreaterThan(10);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void reduceOnlyNeverIncreases(long seed) {
    PaperRig rig = new PaperRig(SETTINGS);
    script(seed).forEach(step -> step.accept(rig));
    Map<String, BigDecimal> held = new HashMap<>();
    Map<Object, OrderSpec> specs = new HashMap<>();
    for (AccountEntry entry : rig.journal) {
      if (entry instanceof AccountEntry.Intended it) {
        specs.put(it.order().id(), it.order());
      }
      if (entry instanceof AccountEntry.Told(BrokerEvent.OrderFilled(Fill fill))) {
        BigDecimal before = held.getOrDefault(fill.symbol(), BigDecimal.ZERO);
        BigDecimal after = before.add(fill.signedQuantity().value());
        held.put(fill.symbol(), after);
        OrderSpec spec = specs.get(fill.clientOrderId());
        if (spec == null || spec.reduceOnly()) {
          assertThat(after.abs()).isLessThan(before.abs());
          assertThat(after.signum() * before.signum()).isNotNegative();
        }
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void aRestartBetweenAnyTwoStepsChangesNothing(long seed) {
    List<Consumer<PaperRig>> script = script(seed);
    PaperRig whole = new PaperRig(SETTINGS);
    script.forEach(step -> step.accept(whole));
    Random random = new Random(seed);
    for (int i = 0; i < 12; i++) {
      int cut = 1 + random.nextInt(script.size() - 1);
      PaperRig before = new PaperRig(SETTINGS);
      script.subList(0, cut).forEach(step -> step.accept(before));
      PaperRig after = new PaperRig(SETTINGS, before.journal, before.timeline.nowMillis());
      after.takeMarketOf(before);
      assertThat(after.report()).isEqualTo(before.report());
      assertThat(after.differences()).isEmpty();
      script.subList(cut, script.size()).forEach(step -> step.accept(after));
      for (int each = 0; each < whole.journal.size(); each++) {
        assertThat(after.journal.get(each))
            .as("entry %s with a cut at step %s", each, cut)
            .isEqualTo(whole.journal.get(each));
      }
      assertThat(after.journal).hasSameSizeAs(whole.journal);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void oneThatGoesOnFromAStandingIsTheOneThatFoldedItAll(long seed) {
    List<Consumer<PaperRig>> script = script(seed);
    PaperRig whole = new PaperRig(SETTINGS);
    script.forEach(step -> step.accept(whole));
    Random random = new Random(seed);
    for (int i = 0; i < 12; i++) {
      int cut = 1 + random.nextInt(script.size() - 1);
      PaperRig before = new PaperRig(SETTINGS);
      script.subList(0, cut).forEach(step -> step.accept(before));
      PaperRig after =
          new PaperRig(SETTINGS, List.of(before.standing()), before.timeline.nowMillis());
      after.takeMarketOf(before);
      assertThat(after.report()).isEqualTo(before.report());
      assertThat(after.differences()).isEmpty();
      script.subList(cut, script.size()).forEach(step -> step.accept(after));
      assertThat(after.journal.subList(1, after.journal.size()))
          .as("what follows a cut at step %s", cut)
          .isEqualTo(whole.journal.subList(before.journal.size(), whole.journal.size()));
      assertThat(after.standing()).isEqualTo(whole.standing());
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void aCrashInTheMiddleOfAChainLeavesASoundAccount(long seed) {
    List<Consumer<PaperRig>> script = script(seed);
    PaperRig whole = new PaperRig(SETTINGS);
    script.forEach(step -> step.accept(whole));
    Random random = new Random(seed);
    for (int i = 0; i < 40; i++) {
      int cut = random.nextInt(whole.journal.size());
      PaperRig after =
          new PaperRig(SETTINGS, whole.journal.subList(0, cut), whole.timeline.nowMillis());
      after.trade("BTC", 1000, 1).trade("ETH", 100, 1).trade("BTC", 1000, 1);
      VenueReport report = after.report();
      for (VenueReport.VenueOrder order : report.openOrders()) {
        assertThat(order.remaining().signum()).isPositive();
        assertThat(order.terms()).isNotInstanceOf(OrderTerms.AtMarket.class);
        boolean waits =
            Objects.requireNonNull(after.book.order(order.id())).spec().entry().stream()
                .anyMatch(
                    entry -> report.openOrders().stream().anyMatch(it -> it.id().equals(entry)));
        if (order.reduceOnly() && !waits) {
          assertThat(after.held(order.symbol()).signum() * order.side().sign()).isNegative();
        }
      }
    }
  }
}
