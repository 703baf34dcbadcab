package dev.orrery.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.api.Trigger;
import dev.orrery.api.account.OpenOrder;
import dev.orrery.api.account.Position;
import dev.orrery.api.action.OrderSize;
import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.PlaceOrder;
import dev.orrery.api.market.Book;
import dev.orrery.api.market.Candles;
import dev.orrery.api.market.Interval;
import dev.orrery.api.market.Mark;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestContextTest {
  private static final Instant NOON = Instant.parse("2013-11-25T12:00:00Z");

  private static TestContextBuilder noon() {
    return TestContext.at("2013-11-25T12:00:00Z");
  }

  @Test
  void isManualFiringOnFlatAccountUnlessToldOtherwise() {
    TestContext context = noon().build();

    assertThat(context.now()).isEqualTo(NOON);
    assertThat(context.firing().trigger()).isEqualTo(Trigger.manual());
    assertThat(context.firing().at()).isEqualTo(NOON);
    assertThat(context.firing().id()).matches("[0-9a-f]{32}");
    assertThat(context.account().equity()).isEqualTo(Usd.of(10_000));
    assertThat(context.account().positions()).isEmpty();
    assertThat(context.market().symbols()).isEmpty();
  }

  @Test
  void carriesPayloadOfFiring() {
    TestContext context = noon().event("price-jump", "{}").build();

    assertThat(context.firing().trigger()).isEqualTo(Trigger.event("price-jump"));
    assertThat(context.firing().payload()).contains("{}");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> noon().event("topic", "x".repeat(8_000)))
        .withMessageContaining("7999");
  }

  @Nested
  final class OfCandles {
    @Test
    void putsNewestCloseAtTheLastWholeInterval() {
      Candles hours =
          TestContext.at("2013-11-25T12:34:56Z")
              .candles("BTC", Interval.HOUR, 1, 2, 3)
              .build()
              .market()
              .candles("BTC", Interval.HOUR, 3);

      assertThat(hours.closes()).containsExactly(1, 2, 3);
      assertThat(hours.openTime(2)).isEqualTo(NOON.minusSeconds(3_600).toEpochMilli());
      assertThat(hours.openTime(0)).isEqualTo(NOON.minusSeconds(3 * 3_600).toEpochMilli());
      assertThat(hours.high(1)).isEqualTo(2);
    }

    @Test
    void givesTheLastOnesAskedForAndFewerWhenHistoryIsShort() {
      var market = noon().candles("BTC", Interval.HOUR, 1, 2, 3, 4).build().market();

      assertThat(market.candles("BTC", Interval.HOUR, 2).closes()).containsExactly(3, 4);
      assertThat(market.candles("BTC", Interval.HOUR, 50).size()).isEqualTo(4);
      assertThat(market.candles("BTC", Interval.DAY, 50).size()).isZero();
    }

    @Test
    void summarisesRanges() {
      Candles bars =
          noon()
              .bars(
                  "BTC",
                  Interval.MINUTE,
                  new double[] {10, 12, 9, 11, 5},
                  new double[] {11, 15, 11, 14, 6})
              .build()
              .market()
              .candles("BTC", Interval.MINUTE, 2);

      assertThat(bars.highest(0, 2)).isEqualTo(15);
      assertThat(bars.lowest(0, 2)).isEqualTo(9);
      assertThat(bars.meanClose(0, 2)).isEqualTo(12.5);
      assertThat(bars.lastClose()).isEqualTo(14);
      assertThat(bars.volume(1)).isEqualTo(6);
    }

    @Test
    void refusesIndexesAndRangesAsTheContractSays() {
      var market = noon().candles("BTC", Interval.HOUR, 1, 2).build().market();
      Candles hours = market.candles("BTC", Interval.HOUR, 2);

      assertThatThrownBy(() -> hours.close(2)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> hours.close(-1)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> hours.highest(0, 3)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatIllegalArgumentException().isThrownBy(() -> hours.lowest(1, 1));
      assertThatIllegalArgumentException().isThrownBy(() -> hours.meanClose(1, 0));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> market.candles("BTC", Interval.HOUR, 0));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> market.candles("BTC", Interval.HOUR, 5_001));
    }

    @Test
    void refusesBarsThatCannotBe() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> noon().bars("BTC", Interval.MINUTE, new double[] {10, 9, 8, 10, 0}));
    }

    @Test
    void readsFileUpToNow(@TempDir Path folder) throws Exception {
      long elevenSharp = NOON.minusSeconds(3_600).toEpochMilli();
      Path file =
          Files.writeString(
              folder.resolve("btc.csv"),
              "time_ms,open,high,low,close,volume\n"
                  + elevenSharp
                  + ",800,810,790,805,12.5\n"
                  + NOON.toEpochMilli()
                  + ",805,806,804,804,1\n");
      var market = noon().csv("BTC", Interval.HOUR, file).build().market();

      assertThat(market.candles("BTC", Interval.HOUR, 10).closes()).containsExactly(805);
      assertThat(market.mark("BTC")).isEqualTo(new Mark("BTC", Price.of("805"), NOON));
    }

    @Test
    void namesFileAndLineOfMalformedRow(@TempDir Path folder) throws Exception {
      Path file = Files.writeString(folder.resolve("btc.csv"), "0,1,1,1,1,0\n60000,1,x,1,1,0\n");

      assertThatIllegalArgumentException()
          .isThrownBy(() -> noon().csv("BTC", Interval.MINUTE, file))
          .withMessageContaining("btc.csv:2")
          .withMessageContaining("'x'");
    }
  }

  @Nested
  final class OfMarket {
    @Test
    void marksAtLastCloseUnlessGivenAnother() {
      var builder = noon().candles("BTC", Interval.HOUR, 800, 812.5);

      assertThat(builder.build().market().mark("BTC").price()).isEqualTo(Price.of("812.5"));
      assertThat(builder.mark("BTC", "813").build().market().mark("BTC"))
          .isEqualTo(new Mark("BTC", Price.of("813"), NOON));
    }

    @Test
    void namesKnownSymbolsWhenAskedForAnother() {
      var market = noon().mark("BTC", "800").build().market();

      assertThatIllegalArgumentException()
          .isThrownBy(() -> market.mark("btc"))
          .withMessageContaining("'btc'")
          .withMessageContaining("[BTC]");
    }

    @Test
    void hasNoMarkBeforeFirstPrice() {
      var market = noon().funding("BTC", "0.0001").build().market();

      assertThatIllegalStateException()
          .isThrownBy(() -> market.mark("BTC"))
          .withMessageContaining("BTC");
    }

    @Test
    void givesBookFundingAndInstrument() {
      Book book = new Book("BTC", List.of(), List.of(), NOON);
      var market = noon().book(book).funding("BTC", "0.0001").build().market();

      assertThat(market.book("BTC")).contains(book);
      assertThat(market.funding("BTC").orElseThrow().nextPayment())
          .isEqualTo(Instant.parse("2013-11-25T13:00:00Z"));
      assertThat(market.instrument("BTC").quantityStep()).isEqualTo(new BigDecimal("0.00001"));
    }
  }

  @Nested
  final class OfAccount {
    @Test
    void valuesPositionAtMark() {
      var account =
          noon().mark("BTC", "900").balance("5000").position("BTC", "-2", "1000").build().account();

      assertThat(account.held("BTC")).isEqualTo(Quantity.of("-2"));
      assertThat(account.position("BTC").orElseThrow().unrealised()).isEqualTo(Usd.of(200));
      Instant then = Instant.EPOCH.plusSeconds(60);
      assertThat(noon().position("BTC", "1", "800", then).build().account().positions())
          .extracting(Position::openedAt)
          .containsExactly(then);
      assertThat(account.equity()).isEqualTo(Usd.of(5_200));
      assertThat(account.available()).isEqualTo(Usd.of(3_400));
    }

    @Test
    void keepsTheEquityThatWasGiven() {
      var account =
          noon().mark("BTC", "900").equity("5000").position("BTC", "1", "800").build().account();

      assertThat(account.equity()).isEqualTo(Usd.of(5_000));
      assertThat(account.balance()).isEqualTo(Usd.of(4_900));
    }
  }

  @Nested
  final class OfWhatStrategyLeavesBehind {
    @Test
    void keepsLastValueOfEachSeries() {
      TestContext context = noon().build();
      context.record("fast", 1);
      context.record("fast", 2);
      context.record("gap", Double.NaN);

      assertThat(context.recorded()).containsEntry("fast", 2.0).containsEntry("gap", Double.NaN);
    }

    @Test
    void refusesSeriesBeyondTheContract() {
      TestContext context = noon().build();
      for (int i = 0; i < 32; i++) {
        context.record("s" + i, i);
      }
      context.record("s0", 5);

      assertThatIllegalArgumentException().isThrownBy(() -> context.record("s32", 1));
      assertThatIllegalArgumentException().isThrownBy(() -> context.record("two words", 1));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> context.record("s0", Double.POSITIVE_INFINITY));
    }

    @Test
    void capturesLog() {
      TestContext context = noon().build();
      context.log().info("crossed at={} after={}", 812.5, 3);
      context.log().warn("odd", new IllegalStateException("why"));

      assertThat(context.logged())
          .containsExactly(
              "INFO crossed at=812.5 after=3", "WARN odd (java.lang.IllegalStateException: why)");
    }
  }

  @Test
  void drawsSameRandomNumbersForSameSeed() {
    assertThat(noon().seed(7).build().random().nextLong())
        .isEqualTo(noon().seed(7).build().random().nextLong())
        .isNotEqualTo(noon().seed(8).build().random().nextLong());
  }

  @Test
  void carriesStateFromContextToContext() {
    TestState state = new TestState();
    noon().state(state).build().state().put("phase", "2");

    assertThat(noon().state(state).build().state().get("phase")).contains("2");
    assertThat(noon().state("phase", "3").build().state().get("phase")).contains("3");
  }

  @Test
  void repliesFromScriptAndRemembersPrompts() {
    TestContext context = noon().model("buy", "wait and see").build();

    assertThat(context.model().available()).isTrue();
    assertThat(context.model().complete("what now?").text()).isEqualTo("buy");
    assertThat(context.model().complete("and now?").completionTokens()).isEqualTo(3);
    assertThat(context.model().prompts()).containsExactly("what now?", "and now?");
    assertThatIllegalStateException().isThrownBy(() -> context.model().complete("more"));
  }

  @Test
  void hasNoModelUnlessScripted() {
    TestContext context = noon().build();

    assertThat(context.model().available()).isFalse();
    assertThatIllegalStateException().isThrownBy(() -> context.model().complete("hello"));
  }

  @Test
  void makesAnOpenOrderOfAPlacedOne() {
    PlaceOrder placed =
        PlaceOrder.sell(
                "BTC", OrderSize.worth(Usd.of(900)), OrderTerms.limit(Price.of("900")), "high")
            .withLabel("upper");
    OpenOrder order = noon().openOrder("0x01", placed).build().account().openOrders().getFirst();

    assertThat(order.quantity()).isEqualTo(Quantity.of("1"));
    assertThat(order.label()).isEqualTo("upper");
    assertThat(order.role()).isEqualTo(OpenOrder.Role.PLAIN);
    assertThat(order.status()).isEqualTo(OpenOrder.Status.RESTING);
  }
}
