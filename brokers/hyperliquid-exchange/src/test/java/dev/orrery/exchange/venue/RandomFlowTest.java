package dev.orrery.exchange.venue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.value.Usd;
import dev.orrery.exchange.venue.account.Account;
import dev.orrery.exchange.venue.account.Stake;
import dev.orrery.exchange.venue.book.Level;
import dev.orrery.exchange.venue.book.Order;
import dev.orrery.exchange.venue.market.Market;
import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.wire.BookSide;
import dev.orrery.hyperliquid.wire.info.Fill;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds whatever happens. A failure names its seed and step. */
class RandomFlowTest {
  private static final int STEPS = 1_000;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void moneyPositionsAndBooksAddUp(long seed) {
    holds(seed, STEPS, Makers.STANDARD);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12})
  void alsoAmongClientsAlone(long seed) {
    holds(seed, STEPS, Makers.NONE);
  }

  @Test
  @Tag("certify")
  void forLong() {
    for (long seed = 100; seed < 150; seed++) {
      holds(seed, 4_000, seed % 3 == 0 ? Makers.NONE : Makers.STANDARD);
    }
  }

  private static void holds(long seed, int steps, Makers makers) {
    Rig rig = new Rig(Rig.settings().withMakers(makers).withRateLimits(false));
    RandomFlow flow = new RandomFlow(rig, seed);
    Map<String, BigDecimal> filled = new HashMap<>();
    int counted = 0;
    for (int step = 0; step < steps; step++) {
      flow.step();
      for (; counted < rig.fills.size(); counted++) {
        Fill fill = rig.fills.get(counted);
        BigDecimal signed = fill.side() == BookSide.BID ? fill.sz() : fill.sz().negate();
        filled.merge(rig.filled.get(counted) + fill.coin(), signed, BigDecimal::add);
      }
      check(rig, filled, "seed " + seed + ", step " + step);
    }
    assertThat(rig.fills).as("seed %d", seed).hasSizeGreaterThan(100);
  }

  private static void check(Rig rig, Map<String, BigDecimal> filled, String where) {
    VenueState state = rig.venue.state();
    Usd money = state.fees();
    for (Account account : state.accounts()) {
      money = money.plus(account.cash());
      for (Stake stake : account.stakes()) {
        money = money.minus(stake.position().cost());
        String coin = state.marketOf(stake.asset()).coin();
        if (!House.is(account.address())) {
          assertThat(stake.size())
              .as("%s: %s has of %s what its fills say", where, account.address(), coin)
              .isEqualByComparingTo(filled.getOrDefault(account.address() + coin, BigDecimal.ZERO));
        }
        assertThat(stake.isolatedMargin().signum())
            .as("%s: margin is set apart for isolated positions alone", where)
            .isEqualTo(stake.cross() || stake.position().isFlat() ? 0 : 1);
      }
    }
    assertThat(money.value())
        .as("%s: cash less cost, and fees, are what was deposited", where)
        .isEqualByComparingTo(BigDecimal.valueOf(10_000L * RandomFlow.USERS.size()));
    for (Market market : state.markets()) {
      check(state, market, where);
    }
  }

  private static void check(VenueState state, Market market, String where) {
    BigDecimal bid = market.book().bestPrice(true);
    BigDecimal ask = market.book().bestPrice(false);
    if (bid != null && ask != null) {
      assertThat(bid).as("%s: the book of %s is not crossed", where, market.coin()).isLessThan(ask);
    }
    Set<Long> onBook = new HashSet<>();
    for (boolean isBuy : new boolean[] {true, false}) {
      for (Level level : market.book().levels(isBuy)) {
        BigDecimal size = BigDecimal.ZERO;
        long last = 0;
        for (Order order : level.orders()) {
          onBook.add(order.oid());
          size = size.add(order.left());
          assertThat(order.left()).as(where).isPositive();
          assertThat(order.rank()).as("%s: first come first", where).isGreaterThan(last);
          last = order.rank();
        }
        assertThat(level.size()).as(where).isEqualByComparingTo(size);
      }
    }
    BigDecimal sum = BigDecimal.ZERO;
    BigDecimal longs = BigDecimal.ZERO;
    Set<Long> resting = new HashSet<>();
    for (Account account : state.accounts()) {
      BigDecimal size = account.stake(market).size();
      sum = sum.add(size);
      longs = longs.add(size.max(BigDecimal.ZERO));
      BigDecimal closing = BigDecimal.ZERO;
      for (Order order : account.open()) {
        if (order.ticket().asset() == market.asset() && order.phase() == Order.Phase.RESTING) {
          resting.add(order.oid());
          closing = order.ticket().reduceOnly() ? closing.add(order.left()) : closing;
          if (order.ticket().reduceOnly()) {
            assertThat(order.isBuy())
                .as("%s: %s is against the position", where, order)
                .isEqualTo(size.signum() < 0);
          }
        }
      }
      assertThat(closing)
          .as("%s: reduce-only orders of %s fit", where, account.address())
          .isLessThanOrEqualTo(size.abs());
    }
    assertThat(sum).as("%s: all positions are nothing", where).isZero();
    assertThat(market.openInterest()).as(where).isEqualByComparingTo(longs);
    assertThat(onBook).as("%s: what rests is on the book", where).isEqualTo(resting);
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22})
  void theSameCallsGiveTheSameBytes(long seed) {
    Rig one = run(seed, Integer.MAX_VALUE);
    Rig other = run(seed, Integer.MAX_VALUE);

    same(one, other, seed);
  }

  @ParameterizedTest
  @ValueSource(longs = {31, 32})
  void goesOnAfterARestartAsIfThereHadBeenNone(long seed) {
    Rig whole = run(seed, Integer.MAX_VALUE);
    Rig restarted = run(seed, 97);

    same(whole, restarted, seed);
  }

  private static void same(Rig one, Rig other, long seed) {
    int shorter = Math.min(one.told.size(), other.told.size());
    for (int i = 0; i < shorter; i++) {
      assertThat(other.told.get(i)).as("seed %d, event %d", seed, i).isEqualTo(one.told.get(i));
    }
    assertThat(other.told).as("seed %d", seed).hasSameSizeAs(one.told);
    assertThat(SavingTest.bytes(other.venue))
        .as("seed %d", seed)
        .isEqualTo(SavingTest.bytes(one.venue));
  }

  private static Rig run(long seed, int reloadEvery) {
    Rig rig = new Rig(Rig.settings().withRateLimits(false));
    RandomFlow flow = new RandomFlow(rig, seed);
    for (int step = 1; step <= 800; step++) {
      flow.step();
      if (step % reloadEvery == 0) {
        rig.reload();
      }
    }
    return rig;
  }

  @Test
  void profitFeesAndFundingExplainEquity() {
    Rig rig = new Rig(Rig.settings().withRateLimits(false));
    RandomFlow flow = new RandomFlow(rig, 41);
    for (int step = 0; step < STEPS; step++) {
      flow.step();
    }
    Set<Address> liquidated = new HashSet<>();
    rig.liquidations.forEach(it -> liquidated.add(it.liquidatedUser()));
    for (Address user : RandomFlow.USERS) {
      if (liquidated.contains(user)) {
        continue;
      }
      Account account = rig.venue.state().owner(user);
      BigDecimal expected = new BigDecimal("10000");
      for (Fill fill : account.fills().all()) {
        expected = expected.add(fill.closedPnl()).subtract(fill.fee());
      }
      for (var row : account.funding().all()) {
        expected = expected.add(row.delta().usdc());
      }
      for (var position : rig.state(user).assetPositions()) {
        expected = expected.add(position.position().unrealizedPnl());
      }
      assertThat(rig.state(user).marginSummary().accountValue())
          .as("equity of %s", user)
          .isEqualByComparingTo(expected);
    }
    assertThat(liquidated).hasSizeLessThan(RandomFlow.USERS.size());
  }
}
