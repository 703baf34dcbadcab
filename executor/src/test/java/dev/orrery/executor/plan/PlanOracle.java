package dev.orrery.executor.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.action.Action;
import dev.orrery.api.action.AmendOrder;
import dev.orrery.api.action.ClosePosition;
import dev.orrery.api.action.OrderSize;
import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.PlaceOrder;
import dev.orrery.api.action.Side;
import dev.orrery.api.action.TargetPosition;
import dev.orrery.api.action.TimeInForce;
import dev.orrery.api.market.Instrument;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.OrderSpec;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Says of each leg what the rules say, from the wishes and the account alone. Used for one plan.
 */
final class PlanOracle {
  private final Instrument instrument;
  private final Map<ClientOrderId, OrderSpec> working;
  private final Set<ClientOrderId> ids = new HashSet<>();
  private final BigDecimal mark;

  /** Position by what is held and planned. */
  private BigDecimal held;

  /** What orders under way that fill at once add to it. */
  private BigDecimal underWay = BigDecimal.ZERO;

  PlanOracle(Instrument instrument, Planned planned, Map<ClientOrderId, OrderSpec> working) {
    this.instrument = instrument;
    this.working = working;
    double known = planned.market.mark("BTC");
    this.mark = Double.isNaN(known) ? BigDecimal.ZERO : BigDecimal.valueOf(known);
    this.held = planned.book.state().holding("BTC").quantity().value();
    for (OrderSpec order : working.values()) {
      underWay = underWay.add(immediate(order) ? signed(order) : BigDecimal.ZERO);
    }
  }

  void check(List<Action> actions, List<Leg> legs) {
    for (int i = 0; i < actions.size(); i++) {
      int index = i;
      List<Leg> own = legs.stream().filter(leg -> leg.action() == index).toList();
      assertThat(own).as("%s", actions.get(i)).isNotEmpty();
      check(actions.get(i), own);
    }
    assertThat(legs).isSortedAccordingTo(Comparator.comparingInt(Leg::action));
  }

  private void check(Action wish, List<Leg> legs) {
    BigDecimal before = held.add(underWay);
    for (Leg leg : legs) {
      switch (leg) {
        case Leg.Place it -> placed(wish, it.order());
        case Leg.Amend it -> {
          if (wish instanceof AmendOrder amend) {
            amended(amend, it.order());
          } else {
            assertThat(it.order().reduceOnly()).as("moved exit").isTrue();
          }
        }
        case Leg.Cancel it -> assertThat(working).containsKey(it.id());
        case Leg.Refused it ->
            assertThat(it.denial().text()).startsWith(it.denial().reason().name());
        case Leg.Nothing ignored -> {}
        case Leg.Gone it -> assertThat(working).doesNotContainKey(it.id());
        case Leg.SetLeverage ignored -> throw new AssertionError("nobody asked for " + leg);
      }
    }
    if (wish instanceof TargetPosition target) {
      reached(target, before, held.add(underWay));
    }
  }

  private void placed(Action wish, OrderSpec order) {
    assertThat(ids.add(order.id())).as("id of %s", order).isTrue();
    assertTaken(order.terms());
    boolean closesAll =
        order.reduceOnly()
            && (order.quantity().value().compareTo(held.abs()) == 0
                || order.quantity().value().compareTo(held.add(underWay).abs()) == 0);
    boolean exitOfAll = order.entry().isPresent();
    if (!closesAll && !exitOfAll) {
      assertSteps(order);
    }
    if (order.entry().isPresent()) {
      assertThat(order.reduceOnly()).isTrue();
      assertThat(ids).contains(order.entry().get());
      return;
    }
    switch (wish) {
      case PlaceOrder it -> asWished(it, order);
      case ClosePosition ignored -> assertThat(signed(order)).isEqualByComparingTo(held.negate());
      case TargetPosition target -> asTargeted(target, order);
      default -> throw new AssertionError("nobody asked for " + order);
    }
    if (immediate(order)) {
      held = held.add(signed(order));
    }
  }

  private static void asTargeted(TargetPosition wish, OrderSpec order) {
    if (!order.terms().equals(OrderTerms.market())) {
      assertThat(order.reduceOnly()).as("exit of a position").isTrue();
      assertThat(wish.exits()).isPresent();
    }
  }

  private void asWished(PlaceOrder wish, OrderSpec order) {
    assertThat(order.side()).isEqualTo(wish.side());
    assertThat(order.reduceOnly()).isEqualTo(wish.reduceOnly());
    assertNoWorse(wish.terms(), order);
    BigDecimal quantity = order.quantity().value();
    switch (wish.size()) {
      case OrderSize.Base base -> assertThat(quantity).isLessThanOrEqualTo(base.quantity().value());
      case OrderSize.Worth worth -> {
        List<BigDecimal> prices = prices(order.terms());
        BigDecimal price = prices.isEmpty() ? mark : prices.getLast();
        assertThat(quantity.multiply(price)).isLessThanOrEqualTo(worth.value().value());
      }
    }
  }

  private void amended(AmendOrder wish, OrderSpec changed) {
    OrderSpec before = Objects.requireNonNull(working.get(changed.id()));
    assertThat(changed.side()).isEqualTo(before.side());
    assertTaken(changed.terms());
    assertSteps(changed);
    wish.price()
        .ifPresent(price ->
            assertNoWorse(
                new OrderTerms.Limit(price, ((OrderTerms.Limit) before.terms()).timeInForce()),
                changed));
    assertThat(changed.quantity()).isLessThanOrEqualTo(wish.quantity().orElse(before.quantity()));
  }

  /** The position moved towards the target and not past it. */
  private void reached(TargetPosition wish, BigDecimal before, BigDecimal after) {
    BigDecimal target =
        switch (wish.target()) {
          case TargetPosition.Target.Base base -> base.quantity().value();
          case TargetPosition.Target.Worth worth ->
              mark.signum() == 0
                  ? before
                  : worth.value().value().divide(mark, 30, RoundingMode.HALF_EVEN);
        };
    // A target is itself rounded towards nothing: shrinking may go past it by less than a step.
    BigDecimal slack = instrument.quantityStep();
    assertThat(after)
        .as("%s from %s", wish, before)
        .isBetween(before.min(target).subtract(slack), before.max(target).add(slack));
    if (after.abs().compareTo(before.abs()) > 0) {
      assertThat(after.abs()).isLessThanOrEqualTo(target.abs());
    }
  }

  private void assertTaken(OrderTerms terms) {
    for (BigDecimal price : prices(terms)) {
      BigDecimal plain = price.stripTrailingZeros();
      assertThat(price).isPositive();
      if (plain.scale() > 0) {
        assertThat(plain.precision()).as("figures of %s", price).isLessThanOrEqualTo(5);
        assertThat(plain.remainder(instrument.priceRule().increment()))
            .as("%s of %s", price, instrument)
            .isZero();
      }
    }
  }

  private void assertSteps(OrderSpec order) {
    assertThat(order.quantity().value().remainder(instrument.quantityStep()))
        .as("%s of %s", order, instrument)
        .isZero();
  }

  private static void assertNoWorse(OrderTerms wished, OrderSpec order) {
    assertThat(order.terms()).isInstanceOf(wished.getClass());
    List<BigDecimal> asked = prices(wished);
    List<BigDecimal> given = prices(order.terms());
    assertThat(given).hasSameSizeAs(asked);
    for (int i = 0; i < asked.size(); i++) {
      assertThat(given.get(i).compareTo(asked.get(i)) * order.side().sign())
          .as("%s for %s", order, wished)
          .isLessThanOrEqualTo(0);
    }
    if (wished instanceof OrderTerms.Limit limit) {
      assertThat(((OrderTerms.Limit) order.terms()).timeInForce()).isEqualTo(limit.timeInForce());
    }
  }

  /** All prices of the terms; what the order is worth goes by the last. */
  private static List<BigDecimal> prices(OrderTerms terms) {
    List<BigDecimal> prices = new ArrayList<>();
    switch (terms) {
      case OrderTerms.AtMarket ignored -> {}
      case OrderTerms.Limit it -> prices.add(it.price().value());
      case OrderTerms.Stop it -> {
        prices.add(it.trigger().value());
        it.limit().ifPresent(limit -> prices.add(limit.value()));
      }
      case OrderTerms.TakeProfit it -> {
        prices.add(it.trigger().value());
        it.limit().ifPresent(limit -> prices.add(limit.value()));
      }
    }
    return prices;
  }

  private static boolean immediate(OrderSpec order) {
    return order.terms() instanceof OrderTerms.AtMarket
        || (order.terms() instanceof OrderTerms.Limit it && it.timeInForce() == TimeInForce.IOC);
  }

  private static BigDecimal signed(OrderSpec order) {
    BigDecimal quantity = order.quantity().value();
    return order.side() == Side.BUY ? quantity : quantity.negate();
  }
}
