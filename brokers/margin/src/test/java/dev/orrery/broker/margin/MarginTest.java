package dev.orrery.broker.margin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.orrery.api.action.MarginMode;
import dev.orrery.api.action.Side;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MarginTest {
  private static final MarginTiers BTC = MarginTiers.hyperliquid("BTC").orElseThrow();

  private static Holding holding(
      String symbol, PerpPosition position, String mark, MarginMode mode, Usd isolated) {
    return new Holding(symbol, position, Price.of(mark), 10, mode, isolated, BTC);
  }

  private static PerpPosition position(Random random) {
    Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
    Quantity quantity = new Quantity(BigDecimal.valueOf(1 + random.nextInt(900_000), 2));
    return PerpPosition.FLAT.fill(side, quantity, price(random)).after();
  }

  private static Price price(Random random) {
    return new Price(BigDecimal.valueOf(900_000 + random.nextInt(200_000), 1));
  }

  @Test
  void liquidationPriceIsThatOfTheDocumentation() {
    // ETH, isolated: size 0.0335, value 100.02765, margin used 4.967826, highest leverage 50
    Quantity size = Quantity.of("0.0335");
    Price mark = Price.of("2985.9");
    PerpPosition position = new PerpPosition(size, mark.times(size));
    Holding holding =
        new Holding(
            "ETH",
            position,
            mark,
            20,
            MarginMode.ISOLATED,
            Usd.of("4.967826"),
            MarginTiers.flat(50));
    MarginView view = new MarginView(Usd.of(100), List.of(holding));

    Optional<Price> price = view.liquidationPrice(holding);

    assertThat(holding.maintenance()).isEqualTo(Usd.of("1.0002765"));
    // The sample's margin is rounded to 6 decimals, which is 1.5e-5 of price at this size.
    assertThat(price.orElseThrow().toDouble()).isCloseTo(2866.26936529, within(0.00002));
  }

  @Test
  void paysAndReceivesFundingBySide() {
    BigDecimal rate = new BigDecimal("0.0000125");

    assertThat(FundingPayment.received(Quantity.of("2"), Price.of("1000"), rate))
        .isEqualTo(Usd.of("-0.025"));
    assertThat(FundingPayment.received(Quantity.of("-2"), Price.of("1000"), rate))
        .isEqualTo(Usd.of("0.025"));
  }

  @Test
  void chargesMakerAndTaker() {
    Price price = Price.of("50000");

    assertThat(Fees.HYPERLIQUID_BASE.of(price, Quantity.of("0.1"), true)).isEqualTo(Usd.of("0.75"));
    assertThat(Fees.HYPERLIQUID_BASE.of(price, Quantity.of("-0.1"), false))
        .isEqualTo(Usd.of("2.25"));
  }

  @Test
  void closingOpensTheOtherWayWithWhatIsOver() {
    PerpPosition held = PerpPosition.FLAT.fill(Side.BUY, Quantity.of("2"), Price.of("100")).after();

    PerpPosition.Change change = held.fill(Side.SELL, Quantity.of("5"), Price.of("110"));

    assertThat(change.realised()).isEqualTo(Usd.of(20));
    assertThat(change.closed()).isEqualTo(Quantity.of("2"));
    assertThat(change.opened()).isEqualTo(Quantity.of("3"));
    assertThat(change.after().quantity()).isEqualTo(Quantity.of("-3"));
    assertThat(change.after().averageEntry()).isEqualTo(Price.of("110"));
  }

  @Test
  void refusesTiersThatDoNotFall() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MarginTiers.stepped(20, Usd.of(1_000), 20));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MarginTiers.of(List.of(new MarginTier(Usd.of(5), 20))));
  }

  @Test
  void maintenanceIsContinuousOverTheBounds() {
    for (String symbol : List.of("BTC", "ETH", "SOL", "XRP")) {
      MarginTiers tiers = MarginTiers.hyperliquid(symbol).orElseThrow();
      for (MarginTier tier : tiers.steps()) {
        Usd below = tiers.maintenance(tier.lowerBound().minus(Usd.of("0.000000001")).abs());
        Usd at = tiers.maintenance(tier.lowerBound());
        assertThat(at.minus(below).abs()).isLessThan(Usd.of("0.00000001"));
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void maintenanceNeverFallsWhenNotionalGrows(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      Usd notional = Usd.of(random.nextLong(400_000_000));
      Usd more = notional.plus(Usd.of(random.nextLong(1_000_000)));
      assertThat(BTC.maintenance(more)).isGreaterThanOrEqualTo(BTC.maintenance(notional));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void fillsSumToThePositionAndCashPlusProfitIsEquity(long seed) {
    Random random = new Random(seed);
    PerpPosition position = PerpPosition.FLAT;
    Usd cash = Usd.ZERO;
    Usd flow = Usd.ZERO;
    Quantity sum = Quantity.ZERO;
    for (int i = 0; i < 1_000; i++) {
      Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
      Quantity quantity = new Quantity(BigDecimal.valueOf(1 + random.nextInt(9_999_999), 5));
      Price price = price(random);
      PerpPosition.Change change = position.fill(side, quantity, price);
      position = change.after();
      cash = cash.plus(change.realised());
      Quantity signed = side == Side.BUY ? quantity : quantity.negate();
      sum = sum.plus(signed);
      flow = flow.minus(price.times(signed));
      Price mark = price(random);

      assertThat(position.quantity()).isEqualTo(sum);
      assertThat(cash.plus(position.unrealised(mark))).isEqualTo(flow.plus(mark.times(sum)));
      assertThat(change.closed().plus(change.opened())).isEqualTo(quantity);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void atTheLiquidationPriceValueIsMaintenance(long seed) {
    Random random = new Random(seed);
    int found = 0;
    for (int i = 0; i < 300; i++) {
      PerpPosition first = position(random);
      Usd notional = first.notional(Price.of("100000"));
      Usd cash = notional.times(BigDecimal.valueOf(5 + random.nextInt(40), 2));
      boolean cross = random.nextBoolean();
      List<Holding> holdings = new ArrayList<>();
      MarginMode mode = cross ? MarginMode.CROSS : MarginMode.ISOLATED;
      holdings.add(holding("BTC", first, price(random).toString(), mode, cross ? Usd.ZERO : cash));
      if (cross && random.nextBoolean()) {
        PerpPosition small =
            PerpPosition.FLAT.fill(Side.SELL, Quantity.of("0.1"), price(random)).after();
        holdings.add(holding("B2", small, price(random).toString(), mode, Usd.ZERO));
      }
      MarginView view = new MarginView(cash, holdings);
      Holding holding = holdings.getFirst();
      Optional<Price> price = view.liquidationPrice(holding);
      if (price.isEmpty()) {
        continue;
      }
      found++;
      Holding there = holding("BTC", first, price.get().toString(), mode, holding.isolatedMargin());
      holdings.set(0, there);
      MarginView then = new MarginView(cash, holdings);
      Usd value = cross ? then.crossValue() : there.isolatedValue();
      Usd needed = cross ? then.crossMaintenance() : there.maintenance();

      assertThat(value.minus(needed).abs()).as("seed %s", seed).isLessThan(Usd.of("0.000001"));
    }
    assertThat(found).isGreaterThan(100);
  }
}
