package dev.orrery.hyperliquid.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.Network;
import dev.orrery.hyperliquid.client.RequestBudget.Granted;
import dev.orrery.hyperliquid.client.RequestBudget.Limit;
import dev.orrery.hyperliquid.client.RequestBudget.Wait;
import dev.orrery.hyperliquid.wire.action.CancelByCloid;
import dev.orrery.hyperliquid.wire.action.CancelOrders;
import dev.orrery.hyperliquid.wire.action.OrderRequest;
import dev.orrery.hyperliquid.wire.action.OrderTerms;
import dev.orrery.hyperliquid.wire.action.PlaceOrders;
import dev.orrery.hyperliquid.wire.action.SigningChain;
import dev.orrery.hyperliquid.wire.action.UpdateLeverage;
import dev.orrery.hyperliquid.wire.action.UsdSend;
import dev.orrery.hyperliquid.wire.info.UserRateLimit;
import dev.orrery.testing.Seeds;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RequestBudgetTest {
  private static final Address ME = new Address("0x31ca8395cf837de08b24da3f660e77761dfb974b");
  private static final Address OTHER = new Address("0x5b38da6a701c568545dcfcb03fcb875f56beddc4");

  private final AtomicLong nanoTime = new AtomicLong(-5_000_000_000L);
  private final RequestBudget budget = new RequestBudget(1_200, 200, 100, nanoTime::get);

  private void pass(Duration time) {
    nanoTime.addAndGet(time.toNanos());
  }

  private static UserRateLimit limit(long used, long cap) {
    return new UserRateLimit(BigDecimal.ZERO, used, cap, 0L);
  }

  @Test
  void questionsLeaveWhatIsKept() {
    for (int i = 0; i < 50; i++) {
      assertThat(budget.question(20)).isEqualTo(new Granted());
    }
    assertThat(budget.question(2)).isEqualTo(new Wait(Limit.WEIGHT, Duration.ofSeconds(61)));
    assertThat(budget.action(ME, 1, Purpose.ORDINARY)).isInstanceOf(Wait.class);
    assertThat(budget.action(ME, 1, Purpose.PROTECTIVE)).isEqualTo(new Granted());
    assertThat(budget.action(ME, 1, Purpose.CANCEL)).isEqualTo(new Granted());
    assertThat(budget.weightUsed()).isEqualTo(1_002);
  }

  @Test
  void waitingAsLongAsToldIsEnough() {
    assertThat(budget.question(600)).isEqualTo(new Granted());
    pass(Duration.ofSeconds(30));
    assertThat(budget.question(400)).isEqualTo(new Granted());
    Wait first = (Wait) budget.question(600);
    assertThat(first.atLeast()).isEqualTo(Duration.ofSeconds(31));
    pass(first.atLeast());
    assertThat(budget.question(600)).isEqualTo(new Granted());
  }

  @Test
  void fortyOrdersTogetherWeighOneMore() {
    budget.action(ME, 1, Purpose.ORDINARY);
    assertThat(budget.weightUsed()).isEqualTo(1);
    budget.action(ME, 39, Purpose.ORDINARY);
    assertThat(budget.weightUsed()).isEqualTo(2);
    budget.action(ME, 40, Purpose.ORDINARY);
    assertThat(budget.weightUsed()).isEqualTo(4);
    budget.action(ME, 80, Purpose.ORDINARY);
    assertThat(budget.weightUsed()).isEqualTo(7);
  }

  @Test
  void eachOrderCountsForTheAccount() {
    budget.learned(ME, limit(9_000, 10_000));
    assertThat(budget.action(ME, 850, Purpose.ORDINARY)).isEqualTo(new Granted());
    assertThat(budget.action(ME, 50, Purpose.ORDINARY)).isEqualTo(new Granted());
    assertThat(budget.action(OTHER, 50, Purpose.ORDINARY)).isEqualTo(new Granted());
    assertThat(budget.action(ME, 1, Purpose.PROTECTIVE)).isEqualTo(new Granted());
  }

  @Test
  void anExhaustedAccountActsOnceInTenSeconds() {
    budget.learned(ME, limit(10_000, 10_000));
    assertThat(budget.action(ME, 1, Purpose.ORDINARY)).isEqualTo(new Granted());
    assertThat(budget.action(ME, 1, Purpose.ORDINARY))
        .isEqualTo(new Wait(Limit.ACTIONS, Duration.ofSeconds(10)));
    pass(Duration.ofSeconds(10));
    assertThat(budget.action(ME, 3, Purpose.ORDINARY)).isEqualTo(new Granted());
    pass(Duration.ofSeconds(10));
    assertThat(budget.action(ME, 1, Purpose.PROTECTIVE))
        .isEqualTo(new Wait(Limit.ACTIONS, Duration.ofSeconds(20)));
  }

  @Test
  void cancelsHaveALimitOfTheirOwn() {
    budget.learned(ME, limit(10_000, 10_000));
    budget.action(ME, 1, Purpose.ORDINARY);
    assertThat(budget.action(ME, 1, Purpose.ORDINARY)).isInstanceOf(Wait.class);
    assertThat(budget.action(ME, 50, Purpose.CANCEL)).isEqualTo(new Granted());
    budget.learned(ME, limit(20_000, 10_000));
    pass(Duration.ofMinutes(10));
    assertThat(budget.action(ME, 1, Purpose.CANCEL)).isEqualTo(new Granted());
    assertThat(budget.action(ME, 1, Purpose.CANCEL)).isInstanceOf(Wait.class);
    budget.learned(ME, limit(1_099_999, 1_000_000));
    assertThat(budget.action(ME, 1, Purpose.CANCEL)).isEqualTo(new Granted());
  }

  @Test
  void tradingEarnsActions() {
    budget.learned(ME, limit(10_000, 10_000));
    budget.action(ME, 1, Purpose.ORDINARY);
    assertThat(budget.action(ME, 1, Purpose.ORDINARY)).isInstanceOf(Wait.class);
    budget.learned(ME, limit(10_001, 50_000));
    assertThat(budget.action(ME, 1, Purpose.ORDINARY)).isEqualTo(new Granted());
    budget.learned(ME, new UserRateLimit(BigDecimal.ZERO, 50_000, 50_000, 500L));
    assertThat(budget.action(ME, 400, Purpose.ORDINARY)).isEqualTo(new Granted());
  }

  @Test
  void anActionThatCameTooLateCountsFiveTimes() {
    budget.learned(ME, limit(9_700, 10_000));
    budget.action(ME, 40, Purpose.ORDINARY);
    budget.expired(ME, 40);
    assertThat(budget.action(ME, 1, Purpose.ORDINARY)).isEqualTo(new Granted());
    assertThat(budget.action(ME, 1, Purpose.ORDINARY)).isInstanceOf(Wait.class);
  }

  @Test
  void whatIsNotGrantedIsNotTaken() {
    budget.rows(1_200);
    budget.learned(ME, limit(9_899, 10_000));
    for (int i = 0; i < 10; i++) {
      assertThat(budget.action(ME, 1, Purpose.ORDINARY)).isInstanceOf(Wait.class);
    }
    pass(Duration.ofSeconds(61));
    assertThat(budget.action(ME, 1, Purpose.ORDINARY)).isEqualTo(new Granted());
    assertThat(budget.weightUsed()).isEqualTo(1);
  }

  @Test
  void afterTooMuchOnlyWhatIsKeptIsTried() {
    assertThat(budget.limited()).isEqualTo(Duration.ofSeconds(61));
    assertThat(budget.question(2)).isInstanceOf(Wait.class);
    assertThat(budget.action(ME, 1, Purpose.CANCEL)).isEqualTo(new Granted());
    pass(Duration.ofSeconds(61));
    assertThat(budget.question(2)).isEqualTo(new Granted());
  }

  @Test
  void noMinuteHoldsMoreThanItMay() {
    Seeds.each(
        200,
        random -> {
          AtomicLong clock = new AtomicLong(random.nextLong(-1L << 50, 1L << 50));
          SlidingWindow window = new SlidingWindow(100, clock::get);
          List<long[]> taken = new ArrayList<>();
          for (int i = 0; i < 300; i++) {
            clock.addAndGet(random.nextLong(2_000_000_000L));
            int amount = random.nextInt(1, 30);
            Duration wait = window.take(amount, 0);
            if (wait.isZero()) {
              taken.add(new long[] {clock.get(), amount});
            } else if (random.nextBoolean()) {
              clock.addAndGet(wait.toNanos());
              assertThat(window.take(amount, 0)).isEqualTo(Duration.ZERO);
              taken.add(new long[] {clock.get(), amount});
            }
          }
          long minute = Duration.ofMinutes(1).toNanos();
          for (long[] first : taken) {
            long held =
                taken.stream()
                    .filter(it -> it[0] >= first[0] && it[0] - first[0] <= minute)
                    .mapToLong(it -> it[1])
                    .sum();
            assertThat(held).isLessThanOrEqualTo(100);
          }
        });
  }

  @Test
  void threadsTogetherTakeNoMoreThanThereIs() {
    AtomicInteger granted = new AtomicInteger();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 8; i++) {
        threads.submit(() -> {
          for (int n = 0; n < 500; n++) {
            if (budget.action(ME, 1, Purpose.ORDINARY) instanceof Granted) {
              granted.incrementAndGet();
            }
          }
        });
      }
    }
    assertThat(granted).hasValue(1_000);
  }

  @Test
  void purposesFollowFromTheAction() {
    OrderTerms terms = new OrderTerms.Limit(OrderTerms.Tif.GTC);
    OrderRequest open =
        new OrderRequest(0, true, BigDecimal.ONE, BigDecimal.ONE, false, terms, null);
    OrderRequest close =
        new OrderRequest(0, false, BigDecimal.ONE, BigDecimal.ONE, true, terms, null);
    assertThat(
            Stream.of(
                PlaceOrders.of(open),
                PlaceOrders.of(open, close),
                PlaceOrders.of(close),
                new CancelOrders(List.of(), false),
                new CancelByCloid(List.of()),
                new UpdateLeverage(0, true, 5),
                new UsdSend(SigningChain.of(Network.TESTNET), "0x1", "1", 5)))
        .extracting(Purpose::of)
        .containsExactly(
            Purpose.ORDINARY,
            Purpose.ORDINARY,
            Purpose.PROTECTIVE,
            Purpose.CANCEL,
            Purpose.CANCEL,
            Purpose.ORDINARY,
            Purpose.ORDINARY);
  }

  @Test
  void limitsOfOnesOwnHaveToLeaveSomething() {
    assertThatThrownBy(() -> new RequestBudget(100, 100, 0, nanoTime::get))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("of 100 a minute");
  }
}
