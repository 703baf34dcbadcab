package dev.orrery.broker.paper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.DecisionContext;
import dev.orrery.api.StrategyPlugin;
import dev.orrery.api.Trigger;
import dev.orrery.api.account.Account;
import dev.orrery.api.account.OpenOrder;
import dev.orrery.api.action.Action;
import dev.orrery.api.action.AmendOrder;
import dev.orrery.api.action.CancelAll;
import dev.orrery.api.action.CancelOrder;
import dev.orrery.api.action.ClosePosition;
import dev.orrery.api.action.Exits;
import dev.orrery.api.action.Noop;
import dev.orrery.api.action.OrderSize;
import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.PlaceOrder;
import dev.orrery.api.action.SetExits;
import dev.orrery.api.action.Side;
import dev.orrery.api.action.TargetPosition;
import dev.orrery.api.action.TimeInForce;
import dev.orrery.api.market.Interval;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.testkit.TestMarket;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The author's kit does what planner, gate, desk and paper broker do, script by script. */
final class KitParityTest {
  private static final int STEPS = 250;

  private final DeskRig rig = new DeskRig();
  private final Puppet puppet = new Puppet();
  private final TestMarket kit = TestMarket.of(puppet, "BTC", Interval.MINUTE);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void kitAndRuntimeAgree(long seed) throws Exception {
    Random random = new Random(seed);
    double last = 1000;
    int executed = 0;
    for (int step = 0; step < STEPS; step++) {
      double close = grid(last * (1 + (random.nextDouble() - 0.5) * 0.01));
      double high = grid(Math.max(last, close) * (1 + random.nextDouble() * 0.003));
      double low = grid(Math.min(last, close) * (1 - random.nextDouble() * 0.003));
      List<Function<Account, Action>> wishes = new ArrayList<>();
      for (int i = 1 + random.nextInt(2); i > 0; i--) {
        wishes.add(wish(new Random(random.nextLong()), close));
      }
      puppet.wishes = wishes;
      kit.bar(last, high, low, close);
      rig.bar(last, high, low, close);
      List<Action> actions = wishes.stream().map(wish -> wish.apply(rig.account())).toList();
      String verdict = rig.verdict(actions);
      String where = "seed " + seed + " step " + step + " " + actions + " kit " + kit.lastVerdict();
      assertThat(kit.lastVerdict().split(":", -1)[0]).as(where).isEqualTo(verdict);
      assertThat(describe(kit.account())).as(where).isEqualTo(describe(rig.account()));
      executed += verdict.equals("executed") ? 1 : 0;
      last = close;
    }
    assertThat(executed).isGreaterThan(40);
  }

  private static Function<Account, Action> wish(Random random, double mark) {
    Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
    Quantity size = Quantity.of((1 + random.nextInt(100_000)) / 100_000.0);
    Price near = price(mark * (1 + (random.nextDouble() - 0.5) * 0.01));
    Price below = price(mark * (1 - random.nextDouble() * 0.012));
    Price above = price(mark * (1 + random.nextDouble() * 0.012));
    boolean isLong = random.nextBoolean();
    Exits exits =
        switch (random.nextInt(3)) {
          case 0 -> Exits.stop(isLong ? below : above);
          case 1 -> Exits.takeProfit(isLong ? above : below);
          default -> Exits.stopAndTarget(isLong ? below : above, isLong ? above : below);
        };
    OrderTerms terms =
        switch (random.nextInt(6)) {
          case 0 -> OrderTerms.market();
          case 1 -> OrderTerms.stop(near);
          case 2 -> OrderTerms.postOnly(near);
          case 3 -> new OrderTerms.Limit(near, TimeInForce.IOC);
          default -> OrderTerms.limit(near);
        };
    Quantity signed = isLong ? size : size.negate();
    int index = random.nextInt(8);
    boolean all = random.nextBoolean();
    return switch (random.nextInt(12)) {
      case 0 -> account -> PlaceOrder.of("BTC", side, OrderSize.of(size), terms, "x");
      case 1 ->
          account -> PlaceOrder.of("BTC", side, OrderSize.of(size), terms, "x").withExits(exits);
      case 2 ->
          account -> PlaceOrder.of("BTC", side, OrderSize.of(size), terms, "x").asReduceOnly();
      case 3 -> account -> TargetPosition.of("BTC", signed, "x").withExits(exits);
      case 4 -> account -> TargetPosition.of("BTC", signed, "x");
      case 5 -> account -> TargetPosition.worth("BTC", Usd.of(isLong ? 700 : -700), "x");
      case 6 -> account -> new ClosePosition("BTC", "x");
      case 7 -> account -> new SetExits("BTC", exits, "x");
      case 8 ->
          account ->
              all
                  ? new CancelAll("BTC", "x")
                  : some(account, index, it -> new CancelOrder(it.clientOrderId(), "x"));
      case 9 ->
          account -> some(account, index, it -> AmendOrder.price(it.clientOrderId(), near, "x"));
      case 10 ->
          account -> some(account, index, it -> AmendOrder.quantity(it.clientOrderId(), size, "x"));
      default ->
          account ->
              some(
                  account,
                  index,
                  it -> AmendOrder.price(it.clientOrderId(), near, "x").withExits(exits));
    };
  }

  private static Action some(Account account, int index, Function<OpenOrder, Action> action) {
    List<OpenOrder> orders =
        account.openOrders().stream().sorted(Comparator.comparing(KitParityTest::text)).toList();
    return orders.isEmpty()
        ? new CancelAll("BTC", "none")
        : action.apply(orders.get(index % orders.size()));
  }

  private static String describe(Account account) {
    return account.held("BTC")
        + " "
        + account.openOrders().stream().map(KitParityTest::text).sorted().toList();
  }

  private static String text(OpenOrder order) {
    return order.side()
        + " "
        + order.remaining()
        + " "
        + order.terms()
        + " "
        + order.role()
        + " "
        + order.status()
        + (order.reduceOnly() ? " reduce" : "");
  }

  private static double grid(double price) {
    return Math.round(price * 10) / 10.0;
  }

  private static Price price(double price) {
    return Price.of(grid(price));
  }

  /** Wishes what it is told to. */
  private static final class Puppet implements StrategyPlugin {
    private List<Function<Account, Action>> wishes = List.of();

    @Override
    public String name() {
      return "puppet";
    }

    @Override
    public String vaultId() {
      return "paper:puppet";
    }

    @Override
    public List<Trigger> triggers() {
      return List.of(Trigger.barClose("BTC", Interval.MINUTE));
    }

    @Override
    public List<Action> decide(DecisionContext context) {
      return wishes.isEmpty()
          ? List.of(new Noop("nothing"))
          : wishes.stream().map(wish -> wish.apply(context.account())).toList();
    }
  }
}
