package dev.orrery.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import dev.orrery.api.DecisionContext;
import dev.orrery.api.StrategyPlugin;
import dev.orrery.api.Trigger;
import dev.orrery.api.account.OpenOrder;
import dev.orrery.api.account.OpenOrder.Role;
import dev.orrery.api.account.OpenOrder.Status;
import dev.orrery.api.account.Position;
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
import dev.orrery.api.action.TargetPosition;
import dev.orrery.api.action.TimeInForce;
import dev.orrery.api.market.Interval;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

final class TestMarketTest {
  /** Does what it was told, one decision after the other, then nothing. */
  private static final class Puppet implements StrategyPlugin {
    private final Queue<Action> orders = new ArrayDeque<>();

    @Override
    public String name() {
      return "puppet";
    }

    @Override
    public String vaultId() {
      return "paper";
    }

    @Override
    public List<Trigger> triggers() {
      return List.of(Trigger.manual(), Trigger.everySeconds(60));
    }

    @Override
    public List<Action> decide(DecisionContext context) {
      context.record("held", context.account().held("BTC").toDouble());
      Action next = orders.poll();
      return List.of(next == null ? new Noop("told nothing") : next);
    }
  }

  private final Puppet puppet = new Puppet();
  private final TestMarket market = TestMarket.of(puppet, "BTC", Interval.MINUTE);

  private void does(Action action, double close) throws Exception {
    puppet.orders.add(action);
    market.close(close);
  }

  private Quantity held() {
    return market.account().held("BTC");
  }

  @Test
  void fillsMarketOrdersAtTheClose() throws Exception {
    does(TargetPosition.worth("BTC", Usd.of(-2_000), "short"), 100);
    assertThat(held()).isEqualTo(Quantity.of("-20"));

    market.close(90);
    Position position = market.account().position("BTC").orElseThrow();
    assertThat(position.averageEntry()).isEqualTo(Price.of("100"));
    assertThat(position.openedAt()).isBefore(market.now());
    assertThat(position.unrealised()).isEqualTo(Usd.of(200));

    does(new ClosePosition("BTC", "enough"), 95);
    assertThat(held()).isEqualTo(Quantity.ZERO);
    assertThat(market.account().balance()).isEqualTo(Usd.of(10_100));
    assertThat(market.recorded().get("held")).containsExactly(0.0, -20.0, -20.0);
  }

  @Test
  void flipsAtOnePriceAndRealisesTheOldSide() throws Exception {
    does(TargetPosition.of("BTC", Quantity.of("1"), "long"), 100);
    does(TargetPosition.of("BTC", Quantity.of("-1"), "short"), 110);

    Position position = market.account().position("BTC").orElseThrow();
    assertThat(position.quantity()).isEqualTo(Quantity.of("-1"));
    assertThat(position.averageEntry()).isEqualTo(Price.of("110"));
    assertThat(position.openedAt()).isEqualTo(market.now());
    assertThat(market.account().balance()).isEqualTo(Usd.of(10_010));
  }

  @Test
  void restsLimitsUntilBarReachesThem() throws Exception {
    does(
        PlaceOrder.buy("BTC", OrderSize.of("1"), OrderTerms.limit(Price.of("98")), "dip")
            .withLabel("dip"),
        100);
    assertThat(market.account().openOrders()).extracting(OpenOrder::label).containsExactly("dip");

    market.bar(100, 101, 97, 99);
    assertThat(held()).isEqualTo(Quantity.of("1"));
    assertThat(market.account().openOrders()).isEmpty();
    assertThat(market.account().equity()).isEqualTo(Usd.of(10_001));
    assertThat(market.fills()).isEqualTo(1);
  }

  @Test
  void bringsExitsToLifeWithTheEntryAndCancelsTheOther() throws Exception {
    does(
        PlaceOrder.buy("BTC", OrderSize.of("1"), OrderTerms.market(), "in")
            .withExits(Exits.stopAndTarget(Price.of("95"), Price.of("110"))),
        100);
    assertThat(market.account().openOrders()).hasSize(2).allMatch(OpenOrder::reduceOnly);

    market.close(111);
    assertThat(held()).isEqualTo(Quantity.ZERO);
    assertThat(market.account().openOrders()).isEmpty();
    assertThat(market.account().balance()).isEqualTo(Usd.of(10_010));
  }

  @Test
  void stopsOutAtTheOpenOfBarThatBeganBeyond() throws Exception {
    does(
        TargetPosition.of("BTC", Quantity.of("-1"), "in").withExits(Exits.stop(Price.of("105"))),
        100);
    market.bar(107, 108, 90, 95);

    assertThat(market.account().balance()).isEqualTo(Usd.of(9_993));
  }

  @Test
  void amendsAndCancelsWhatRests() throws Exception {
    does(PlaceOrder.sell("BTC", OrderSize.of("1"), OrderTerms.limit(Price.of("120")), "far"), 100);
    String id = market.account().openOrders().getFirst().clientOrderId();
    does(AmendOrder.price(id, Price.of("110"), "near"), 100);
    assertThat(market.account().openOrders().getFirst().terms())
        .isEqualTo(OrderTerms.limit(Price.of("110")));

    does(new CancelOrder(id, "no"), 100);
    assertThat(market.account().openOrders()).isEmpty();
    does(PlaceOrder.sell("BTC", OrderSize.of("1"), OrderTerms.limit(Price.of("120")), "far"), 100);
    does(new CancelAll("BTC", "none"), 100);
    market.close(130);
    assertThat(held()).isEqualTo(Quantity.ZERO);
  }

  @Test
  void takesPostOnlyAndImmediateOrdersByTheirWord() throws Exception {
    does(PlaceOrder.buy("BTC", OrderSize.of("1"), OrderTerms.postOnly(Price.of("101")), "x"), 100);
    does(
        PlaceOrder.buy(
            "BTC",
            OrderSize.of("1"),
            new OrderTerms.Limit(Price.of("99"), TimeInForce.IOC),
            "now or never"),
        100);

    assertThat(held()).isEqualTo(Quantity.ZERO);
    assertThat(market.account().openOrders()).isEmpty();
  }

  @Test
  void sendsNothingForDustOrForReducingWithoutPosition() throws Exception {
    does(PlaceOrder.buy("BTC", OrderSize.of("0.01"), OrderTerms.market(), "under 10 USD"), 100);
    does(
        PlaceOrder.buy("BTC", OrderSize.of("1"), OrderTerms.market(), "reduce").asReduceOnly(),
        100);
    does(new ClosePosition("BTC", "nothing there"), 100);

    assertThat(market.fills()).isZero();
  }

  @Test
  void firesTheClockTriggerWithBarsUnlessOneIsBoundToThem() throws Exception {
    market.warm(99, 100);
    List<Action> actions = market.closes(101, 102);

    assertThat(actions).isEmpty();
    assertThat(market.recorded().get("held")).hasSize(2);
    assertThat(market.now()).isEqualTo("2020-01-01T00:04:00Z");
  }

  @Test
  void aSymbolThatIsNotPlayedIsAMistake() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> does(TargetPosition.worth("DOGE", Usd.of(100), "wrong"), 100))
        .withMessage("unknown symbol 'DOGE', known are [BTC]");
  }

  @Test
  void deniesWhatTheRuntimeDeniesAndSaysSo() throws Exception {
    does(
        PlaceOrder.buy("BTC", OrderSize.of("1"), OrderTerms.market(), "in")
            .withExits(Exits.stop(Price.of("101"))),
        100);
    assertThat(market.lastVerdict()).startsWith("denied: EXIT_ON_WRONG_SIDE symbol=BTC");
    assertThat(held()).isEqualTo(Quantity.ZERO);

    does(PlaceOrder.buy("BTC", OrderSize.of("0.01"), OrderTerms.market(), "dust"), 100);
    assertThat(market.lastVerdict()).startsWith("denied: NOTIONAL_BELOW_MINIMUM");
    does(PlaceOrder.buy("BTC", OrderSize.of("1"), OrderTerms.postOnly(Price.of("101")), "x"), 100);
    assertThat(market.lastVerdict()).startsWith("rejected: Post only order");
    does(TargetPosition.of("BTC", Quantity.of("1"), "in"), 100);
    assertThat(market.lastVerdict()).isEqualTo("executed");
  }

  @Test
  void exitsSleepAmendAndGoWithThePosition() throws Exception {
    does(
        PlaceOrder.buy("BTC", OrderSize.of("1"), OrderTerms.limit(Price.of("98.07")), "dip")
            .withExits(Exits.stop(Price.of("95"))),
        100);
    assertThat(market.account().openOrders())
        .extracting(OpenOrder::role, OpenOrder::status, OpenOrder::terms)
        .containsExactly(
            tuple(Role.ENTRY, Status.RESTING, OrderTerms.limit(Price.of("98"))),
            tuple(Role.STOP, Status.DORMANT, OrderTerms.stop(Price.of("95"))));
    String id = market.account().openOrders().getFirst().clientOrderId();
    does(AmendOrder.price(id, Price.of("94"), "too low"), 100);
    assertThat(market.lastVerdict()).startsWith("denied: EXIT_ON_WRONG_SIDE");
    does(AmendOrder.quantity(id, Quantity.of("2"), "more"), 100);
    market.close(97);
    assertThat(market.account().openOrders())
        .extracting(OpenOrder::role, OpenOrder::status, OpenOrder::remaining)
        .containsExactly(tuple(Role.STOP, Status.ARMED, Quantity.of("2")));

    does(new SetExits("BTC", Exits.stopAndTarget(Price.of("96"), Price.of("110")), "trail"), 97);
    assertThat(market.account().openOrders()).hasSize(2);
    does(new ClosePosition("BTC", "leave"), 97);
    assertThat(market.account().openOrders()).isEmpty();
  }
}
