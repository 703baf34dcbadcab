package dev.orrery.broker.paper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.account.OpenOrder;
import dev.orrery.api.account.OpenOrder.Role;
import dev.orrery.api.account.OpenOrder.Status;
import dev.orrery.api.action.Action;
import dev.orrery.api.action.AmendOrder;
import dev.orrery.api.action.CancelOrder;
import dev.orrery.api.action.ClosePosition;
import dev.orrery.api.action.Exits;
import dev.orrery.api.action.OrderSize;
import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.PlaceOrder;
import dev.orrery.api.action.SetExits;
import dev.orrery.api.action.Side;
import dev.orrery.api.action.TargetPosition;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.executor.Judgement;
import dev.orrery.executor.risk.DenialReason;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A position opened with a stop is never without a stop of its size. */
final class ProtectionTest {
  private final DeskRig rig = new DeskRig();

  @Test
  void exitsTakeOverTheQuantityOfAnAmendedEntry() {
    rig.trade(1000, 1);
    rig.decide(entry("0.4", "950").withExits(Exits.stopAndTarget(price("940"), price("1100"))));
    assertThat(rig.order(Role.STOP).status()).isEqualTo(Status.DORMANT);

    rig.decide(AmendOrder.quantity(rig.order(Role.ENTRY).clientOrderId(), qty("1"), "more"));
    rig.trade(949, 1);

    assertThat(rig.held()).isEqualTo(qty("1"));
    assertThat(rig.order(Role.STOP).remaining()).isEqualTo(qty("1"));
    assertThat(rig.order(Role.TAKE_PROFIT).remaining()).isEqualTo(qty("1"));
    rig.trade(940, 1);
    assertThat(rig.held()).isEqualTo(Quantity.ZERO);
    assertThat(rig.account().openOrders()).isEmpty();
  }

  @Test
  void exitsOfASmallerEntryAreCutToWhatItFilled() {
    rig.trade(1000, 1);
    rig.decide(entry("1", "950").withExits(Exits.stop(price("940"))));
    rig.decide(AmendOrder.quantity(rig.order(Role.ENTRY).clientOrderId(), qty("0.4"), "less"));
    rig.trade(949, 1);
    assertThat(rig.order(Role.STOP).remaining()).isEqualTo(qty("0.4"));
  }

  @Test
  void anAmendedPriceIsJudgedWithTheExitsThatStay() {
    rig.trade(1000, 1);
    rig.decide(entry("0.4", "950").withExits(Exits.stop(price("940"))));
    String id = rig.order(Role.ENTRY).clientOrderId();

    Judgement beyond = rig.decide(AmendOrder.price(id, price("930"), "lower"));
    assertThat(beyond.denials())
        .extracting(denial -> denial.reason())
        .containsExactly(DenialReason.EXIT_ON_WRONG_SIDE);

    Judgement together =
        rig.decide(AmendOrder.price(id, price("930"), "lower").withExits(Exits.stop(price("920"))));
    assertThat(together.kind()).isEqualTo(Judgement.Kind.CLEARED);
    assertThat(rig.order(Role.STOP).terms()).isEqualTo(OrderTerms.stop(price("920")));
    assertThat(rig.order(Role.ENTRY).terms()).isEqualTo(OrderTerms.limit(price("930")));
  }

  @Test
  void aStopIsArmedFromTheFirstFillAndEndsTheRestOfItsEntry() {
    rig.trade(1000, 1);
    rig.decide(entry("1", "950").withExits(Exits.stop(price("940"))));
    rig.trade(950, 0.3);
    assertThat(rig.held()).isEqualTo(qty("0.3"));
    assertThat(rig.order(Role.STOP).status()).isEqualTo(Status.ARMED);

    // Marks fall without a trade at the limit: the stop fires before more of the entry fills.
    rig.decide(AmendOrder.price(rig.order(Role.STOP).clientOrderId(), price("949.9"), "tight"));
    rig.trade(949.9, 0);
    assertThat(rig.protection()).isGreaterThanOrEqualTo(rig.held().abs());
  }

  @Test
  void aPartlyFilledEntryThatIsCancelledKeepsAStopOfThatPart() {
    rig.trade(1000, 1);
    rig.decide(entry("1", "950").withExits(Exits.stopAndTarget(price("940"), price("1100"))));
    rig.trade(950, 0.3);
    rig.decide(new CancelOrder(rig.order(Role.ENTRY).clientOrderId(), "enough"));

    assertThat(rig.account().openOrders())
        .extracting(OpenOrder::role, OpenOrder::remaining, OpenOrder::status)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(Role.STOP, qty("0.3"), Status.ARMED),
            org.assertj.core.groups.Tuple.tuple(Role.TAKE_PROFIT, qty("0.3"), Status.ARMED));
    rig.trade(1100, 1);
    assertThat(rig.held()).isEqualTo(Quantity.ZERO);
    assertThat(rig.account().openOrders()).isEmpty();
  }

  @Test
  void exitsOfATargetAreThePositions() {
    rig.trade(1000, 1);
    rig.decide(target("0.6"));
    rig.decide(target("0.3").withExits(Exits.stop(price("980"))));
    assertThat(rig.protection()).isEqualTo(qty("0.3"));

    rig.decide(target("0.5").withExits(Exits.stop(price("990"))));
    assertThat(rig.protection()).isEqualTo(qty("0.5"));
    assertThat(rig.account().openOrders())
        .extracting(OpenOrder::terms)
        .containsOnly(OrderTerms.stop(price("990")));

    rig.decide(target("0.7"));
    assertThat(rig.protection()).isEqualTo(qty("0.7"));
    rig.trade(990, 1);
    assertThat(rig.held()).isEqualTo(Quantity.ZERO);
    assertThat(rig.account().openOrders()).isEmpty();
  }

  @Test
  void stopsMoveInPlaceAndWhatIsMissingIsPlaced() {
    rig.trade(1000, 1);
    rig.decide(target("0.6").withExits(Exits.stop(price("980"))));
    String id = rig.order(Role.STOP).clientOrderId();
    rig.decide(new SetExits("BTC", Exits.stopAndTarget(price("990"), price("1050")), "trail"));
    assertThat(rig.order(Role.STOP).clientOrderId()).isEqualTo(id);
    assertThat(rig.order(Role.STOP).terms()).isEqualTo(OrderTerms.stop(price("990")));
    assertThat(rig.order(Role.TAKE_PROFIT).remaining()).isEqualTo(qty("0.6"));

    Judgement beyond = rig.decide(new SetExits("BTC", Exits.stop(price("1001")), "too far"));
    assertThat(beyond.denials())
        .extracting(denial -> denial.reason())
        .containsExactly(DenialReason.EXIT_ON_WRONG_SIDE);
    rig.decide(new ClosePosition("BTC", "leave"));
    assertThat(rig.account().openOrders()).isEmpty();
    assertThat(rig.decide(new SetExits("BTC", Exits.stop(price("990")), "none")).notes())
        .containsExactly("no position of BTC to set exits of");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void holdsThroughAmendsTargetsPartialFillsAndCancels(long seed) {
    Random random = new Random(seed);
    Side side = seed % 2 == 0 ? Side.BUY : Side.SELL;
    double mark = 1000;
    rig.trade(mark, 1);
    int traded = 0;
    for (int step = 0; step < 400; step++) {
      Action action = action(random, side, mark);
      if (random.nextInt(3) > 0) {
        rig.decide(action);
      } else {
        mark = Math.round(mark * (1 + (random.nextDouble() - 0.5) * 0.01) * 10) / 10.0;
        rig.trade(mark, random.nextDouble() / 3);
      }
      Quantity held = rig.held();
      traded += held.isZero() ? 0 : 1;
      assertThat(rig.protection())
          .as("seed %s step %s %s held %s %s", seed, step, action, held, rig.account().openOrders())
          .isGreaterThanOrEqualTo(held.abs());
    }
    assertThat(traded).isGreaterThan(50);
  }

  private Action action(Random random, Side side, double mark) {
    List<OpenOrder> entries =
        rig.account().openOrders().stream().filter(it -> it.role() == Role.ENTRY).toList();
    OpenOrder some = entries.isEmpty() ? null : entries.get(random.nextInt(entries.size()));
    Price near = near(mark, -side.sign() * 0.002 * random.nextDouble());
    Exits exits =
        random.nextBoolean()
            ? Exits.stop(near(mark, -side.sign() * (0.004 + 0.01 * random.nextDouble())))
            : Exits.stopAndTarget(
                near(mark, -side.sign() * (0.004 + 0.01 * random.nextDouble())),
                near(mark, side.sign() * (0.004 + 0.01 * random.nextDouble())));
    Quantity size = Quantity.of((1 + random.nextInt(100)) / 100.0);
    Quantity target = side == Side.BUY ? size : size.negate();
    return switch (random.nextInt(9)) {
      case 0, 1 ->
          PlaceOrder.of("BTC", side, OrderSize.of(size), OrderTerms.limit(near), "in")
              .withExits(exits);
      case 2 -> TargetPosition.of("BTC", target, "to").withExits(exits);
      // Without exits a target keeps a position protected; it is no way to open a protected one.
      case 3 ->
          rig.held().isZero()
              ? TargetPosition.flat("BTC", "flat")
              : TargetPosition.of("BTC", target, "to");
      case 4 -> new SetExits("BTC", exits, "move");
      case 5 ->
          random.nextBoolean()
              ? TargetPosition.flat("BTC", "flat")
              : new SetExits("BTC", exits, "move");
      case 6 ->
          some == null
              ? new SetExits("BTC", exits, "move")
              : new CancelOrder(some.clientOrderId(), "cancel");
      case 7 ->
          some == null
              ? TargetPosition.of("BTC", target, "to").withExits(exits)
              : AmendOrder.quantity(some.clientOrderId(), size, "resize");
      default ->
          some == null
              ? TargetPosition.of("BTC", target, "to").withExits(exits)
              : AmendOrder.price(some.clientOrderId(), near, "follow").withExits(exits);
    };
  }

  private static Price near(double mark, double distance) {
    return Price.of(Math.round(mark * (1 + distance) * 10) / 10.0);
  }

  private static PlaceOrder entry(String quantity, String limit) {
    return PlaceOrder.buy("BTC", OrderSize.of(quantity), OrderTerms.limit(price(limit)), "in");
  }

  private static TargetPosition target(String quantity) {
    return TargetPosition.of("BTC", qty(quantity), "to");
  }

  private static Quantity qty(String text) {
    return Quantity.of(text);
  }

  private static Price price(String text) {
    return Price.of(text);
  }
}
