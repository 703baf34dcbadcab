package dev.orrery.broker.hyperliquid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.executor.account.TrackedOrder;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.Fill;
import dev.orrery.executor.order.OrderOutcome;
import dev.orrery.executor.order.OrderSpec;
import dev.orrery.hyperliquid.wire.info.AccountRequest;
import dev.orrery.hyperliquid.wire.info.DetailedOrder;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the venue's own bound exits would get wrong. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class ExitsOnVenueTest extends OwnScenarios {
  private OrderSpec entry(String quantity) {
    return bench().order(Side.BUY, quantity, limit("990"));
  }

  private static OrderTerms limit(String price) {
    return OrderTerms.limit(Price.of(price));
  }

  private OrderSpec stop(OrderSpec entry) {
    return bench().exit(entry, OrderTerms.stop(Price.of("950")));
  }

  @Test
  void protectsFromTheFirstFillAndGrowsWithTheEntry() {
    OrderSpec entry = entry("2");
    OrderSpec stop = stop(entry);
    bench().place(entry, stop);
    bench().until("the entry rests", () -> bench().works(entry));

    bench().trade("990", "0.5");
    bench().until("half is protected", () -> atVenue().equals(List.of("0.5")));
    bench().trade("990", "0.7");

    bench().until("the rest is, too", () -> atVenue().equals(List.of("1.2")));
    assertThat(bench().works(entry)).isTrue();
    bench().agrees();
  }

  @Test
  void keepsProtectingWhatFilledOfAnEntryThatIsCancelled() {
    OrderSpec entry = entry("2");
    OrderSpec stop = stop(entry);
    bench().place(entry, stop);
    bench().until("the entry rests", () -> bench().works(entry));
    bench().trade("990", "0.5");
    bench().until("half is protected", () -> atVenue().equals(List.of("0.5")));

    bench().cancel(entry);
    bench().untilGone(entry);
    bench()
        .until(
            "the exit is left to what has filled",
            () ->
                bench().told(BrokerEvent.OrderAmended.class).stream()
                    .anyMatch(it ->
                        it.clientOrderId().equals(stop.id())
                            && it.remaining().equals(Quantity.of("0.5"))));
    bench().agrees();

    bench().trade("940", "5");
    bench().untilHeld("0");
    bench().agrees();
  }

  @Test
  void cancelsWhatIsLeftOfAnEntryWhoseExitFires() {
    OrderSpec entry = entry("2");
    bench().place(entry, stop(entry));
    bench().until("the entry rests", () -> bench().works(entry));
    bench().trade("990", "0.5");
    bench().until("half is protected", () -> atVenue().equals(List.of("0.5")));

    holdMark("949");

    bench().untilHeld("0");
    bench().untilGone(entry);
    bench().agrees();
  }

  @Test
  void protectsAgainWhenThePositionWentByOtherMeansAndTheEntryFillsOn() {
    OrderSpec entry = entry("2");
    bench().place(entry, stop(entry));
    bench().until("the entry rests", () -> bench().works(entry));
    bench().trade("990", "0.5");
    bench().until("half is protected", () -> atVenue().equals(List.of("0.5")));
    bench().trade("1000", "1"); // Away from the entry, which would be the other side.
    bench().accepted(bench().reducing(Side.SELL, "0.5", OrderTerms.market()));
    bench().untilHeld("0");
    bench().until("nothing is left to protect", () -> atVenue().isEmpty());

    bench().trade("990", "0.8");

    bench().untilHeld("0.8");
    bench().until("what is new is protected", () -> atVenue().equals(List.of("0.8")));
  }

  @Test
  void movesAnExitThatStandsAtTheVenue() {
    OrderSpec entry = bench().order(Side.BUY, "1", OrderTerms.market());
    OrderSpec stop = stop(entry);
    bench().place(entry, stop);
    bench().until("protected", () -> atVenue().equals(List.of("1")));

    assertThat(
            bench()
                .amend(
                    new OrderSpec(
                        stop.id(),
                        stop.symbol(),
                        stop.side(),
                        stop.quantity(),
                        OrderTerms.stop(Price.of("980")),
                        true,
                        stop.entry(),
                        "")))
        .isInstanceOf(OrderOutcome.Accepted.class);

    bench().until("it has moved", () -> triggers().equals(List.of("980")));
    bench().trade("979", "5");
    bench().untilHeld("0");
    bench().agrees();
  }

  @Test
  void movesAStopOfAStrategysOwn() {
    OrderSpec stop = ownStop("950");

    assertThat(bench().amend(moved(stop, "980"))).isInstanceOf(OrderOutcome.Accepted.class);

    bench().until("it has moved", () -> triggers().equals(List.of("980")));
    bench().agrees();
    bench().trade("979", "5");
    bench().untilHeld("4");
    bench().untilGone(stop);
    bench().agrees();
  }

  @Test
  void placesNoOtherStopWhenOneFiresWhileItIsMoved() {
    OrderSpec stop = ownStop("950");
    harness().around("\"type\":\"cancel\"", () -> harness().touch("949"));

    assertThat(bench().amend(moved(stop, "980"))).isInstanceOf(OrderOutcome.Rejected.class);

    bench().untilGone(stop);
    bench().untilHeld("4");
    bench().agrees();
    assertThat(atVenue()).isEmpty();
  }

  @Test
  void closesAtMarketAStopThatIsMetBeforeItStandsAgain() {
    OrderSpec stop = ownStop("950");
    harness().around("\"tpsl\"", () -> holdMark("970"));

    assertThat(bench().amend(moved(stop, "980"))).isInstanceOf(OrderOutcome.Unresolved.class);

    bench().untilGone(stop);
    bench().untilHeld("4");
    bench().agrees();
    assertThat(atVenue()).isEmpty();
  }

  /** It would take off 1 of 5. */
  private OrderSpec ownStop(String price) {
    bench().accepted(bench().order(Side.BUY, "5", OrderTerms.market()));
    bench().untilHeld("5");
    OrderSpec stop = bench().reducing(Side.SELL, "1", OrderTerms.stop(Price.of(price)));
    bench().accepted(stop);
    bench().until("it waits", () -> triggers().equals(List.of(price)));
    return stop;
  }

  private static OrderSpec moved(OrderSpec stop, String price) {
    return new OrderSpec(
        stop.id(),
        stop.symbol(),
        stop.side(),
        stop.quantity(),
        OrderTerms.stop(Price.of(price)),
        true,
        stop.entry(),
        "");
  }

  @Test
  void protectsAfterARestartWhatFilledMeanwhile() {
    OrderSpec entry = entry("2");
    OrderSpec stop = stop(entry);
    bench().place(entry, stop);
    bench().until("both work", () -> bench().report().openOrders().size() == 2);
    int durable = bench().journaled();
    bench().down();
    bench().trade("990", "0.5");

    bench().up(durable);

    bench().until("protected", () -> atVenue().equals(List.of("0.5")));
    bench().agrees();
    assertThat(bench().state().working())
        .extracting(TrackedOrder::id)
        .containsExactlyInAnyOrder(entry.id(), stop.id());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void endsAnEntryThatHadFilledInPartInTheLifeBefore(boolean fills) {
    OrderSpec entry = entry("2");
    bench().place(entry, stop(entry));
    bench().until("the entry rests", () -> bench().works(entry));
    bench().trade("990", "0.5");
    bench().until("half is protected", () -> atVenue().equals(List.of("0.5")));
    bench().pass(Duration.ofSeconds(1));
    int durable = bench().journaled();
    bench().down();
    bench().up(durable);

    if (fills) {
      bench().trade("990", "5");
    } else {
      bench().cancel(entry);
    }

    bench().untilGone(entry);
    bench().agrees();
    bench().trade("940", "5");
    bench().untilHeld("0");
    bench().agrees();
  }

  /** Where the process is when a stop fires. */
  enum Running {
    STAYS,
    STARTS_BEFORE,
    IS_DOWN
  }

  @ParameterizedTest
  @EnumSource(Running.class)
  void endsAStopThatTheVenueCutToASmallerPosition(Running process) {
    OrderSpec entry = bench().order(Side.BUY, "2", OrderTerms.market());
    bench().place(entry);
    bench().untilHeld("2");
    OrderSpec stop = bench().reducing(Side.SELL, "2", OrderTerms.stop(Price.of("950")));
    bench().place(stop);
    bench().until("it stands", () -> atVenue().equals(List.of("2")));
    bench().place(bench().reducing(Side.SELL, "1.5", OrderTerms.market()));
    bench().untilHeld("0.5");
    bench().pass(Duration.ofSeconds(1));

    fires(process);

    bench().untilHeld("0");
    bench().untilGone(stop);
    bench().agrees();
    assertThat(bench().state().working()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Running.class)
  void endsAnExitThatTheVenueCutToASmallerPosition(Running process) {
    OrderSpec entry = entry("2");
    OrderSpec stop = stop(entry);
    bench().place(entry, stop);
    bench().until("both work", () -> bench().report().openOrders().size() == 2);
    bench().trade("990", "5");
    bench().until("all is protected", () -> atVenue().equals(List.of("2")));
    bench().place(bench().reducing(Side.SELL, "1.5", OrderTerms.market()));
    bench().untilHeld("0.5");
    bench().pass(Duration.ofSeconds(1));

    fires(process);

    bench().untilHeld("0");
    bench().untilGone(stop);
    bench().agrees();
    assertThat(bench().state().working()).isEmpty();
  }

  private void fires(Running process) {
    int durable = bench().journaled();
    if (process != Running.STAYS) {
      bench().down();
    }
    if (process == Running.STARTS_BEFORE) {
      bench().up(durable);
    }
    bench().trade("940", "5");
    if (process == Running.IS_DOWN) {
      bench().up(durable);
    }
  }

  @Test
  void endsTheSiblingOfAStopThatIsMetBeforeEitherStood() {
    OrderSpec entry = entry("2");
    OrderSpec stop = stop(entry);
    OrderSpec target = target(entry);
    bench().place(entry, stop, target);
    bench().until("all work", () -> bench().report().openOrders().size() == 3);
    int durable = bench().journaled();
    bench().down();
    bench().trade("990", "5");
    holdMark("940");

    bench().up(durable);

    bench().untilHeld("0");
    bench().untilGone(target);
    bench().agrees();
    assertThat(bench().state().working()).isEmpty();
  }

  @Test
  void closesNoMoreThanItsEntryBroughtWhenItFiresWhileItGrows() {
    bench().accepted(bench().order(Side.BUY, "5", OrderTerms.market())); // another entry's
    bench().untilHeld("5");
    OrderSpec entry = entry("1");
    OrderSpec stop = stop(entry);
    bench().place(entry, stop);
    bench().until("the entry rests", () -> bench().works(entry));
    bench().trade("990", "0.4");
    bench().until("0.4 is protected", () -> atVenue().equals(List.of("0.4")));

    harness().around("\"tpsl\"", () -> harness().touch("949"));
    bench().trade("990", "0.4");
    bench().until("the exit has fired", () -> !bench().fills(stop).isEmpty());
    bench().agrees();
    harness().touch("949"); // Whatever stands for it still fires, too.
    bench().agrees();

    assertThat(filled(stop)).isEqualTo(filled(entry)).isEqualTo(Quantity.of("0.8"));
    bench().untilHeld("5");
    assertThat(atVenue()).isEmpty();
  }

  @Test
  void turnsNoPositionWhenStopAndTargetBothFireBeforeTheCancelArrives() {
    OrderSpec entry = bench().order(Side.BUY, "1", OrderTerms.market());
    OrderSpec stop = stop(entry);
    OrderSpec target = target(entry);
    bench().place(entry, stop, target);
    bench().until("both stand", () -> atVenue().equals(List.of("2")));

    holdMark("949", "1051");

    bench().untilHeld("0");
    bench().untilGone(stop);
    bench().untilGone(target);
    bench().agrees();
    assertThat(closed(stop, target)).isEqualTo(new BigDecimal("1"));
    assertThat(atVenue()).isEmpty();
  }

  /** A limit of the venue's: see docs/hyperliquid.md. */
  @Test
  void closesTwiceAtMostAndTurnsNothingWhenBothFireBesideAnotherEntry() {
    bench().accepted(bench().order(Side.BUY, "1.5", OrderTerms.market())); // another entry's
    bench().untilHeld("1.5");
    OrderSpec entry = bench().order(Side.BUY, "1", OrderTerms.market());
    OrderSpec stop = stop(entry);
    OrderSpec target = target(entry);
    bench().place(entry, stop, target);
    bench().until("both stand", () -> atVenue().equals(List.of("2")));

    holdMark("949", "1051");

    bench().untilHeld("0.5");
    bench().untilGone(stop);
    bench().untilGone(target);
    bench().agrees();
    assertThat(closed(stop, target)).isEqualTo(new BigDecimal("2"));
    assertThat(atVenue()).isEmpty();
  }

  private OrderSpec target(OrderSpec entry) {
    return bench().exit(entry, OrderTerms.takeProfit(Price.of("1050")));
  }

  private BigDecimal closed(OrderSpec stop, OrderSpec target) {
    return filled(stop).plus(filled(target)).value();
  }

  /** The mark price is this, then that, with no time for anybody between, and stays. */
  private void holdMark(String... prices) {
    harness()
        .exchange()
        .venue(venue -> {
          for (String price : prices) {
            venue.control().holdMark("BTC", new BigDecimal(price));
            venue.advance(venue.now() + 1);
          }
          return null;
        });
  }

  private Quantity filled(OrderSpec order) {
    return bench().fills(order).stream().map(Fill::quantity).reduce(Quantity.ZERO, Quantity::plus);
  }

  private List<DetailedOrder> exits() {
    List<DetailedOrder> open =
        harness()
            .exchange()
            .venue(venue ->
                venue.info(
                    new AccountRequest.DetailedOpenOrders(LocalVenueHarness.account(), null)));
    return Objects.requireNonNull(open).stream().filter(DetailedOrder::isTrigger).toList();
  }

  /** How much of it is protected; nothing when nothing is. */
  private List<String> atVenue() {
    return exits().stream().map(DetailedOrder::sz).reduce(BigDecimal::add).stream()
        .map(ExitsOnVenueTest::plain)
        .toList();
  }

  private List<String> triggers() {
    return exits().stream().map(it -> plain(it.triggerPx())).toList();
  }

  private static String plain(BigDecimal value) {
    return value.stripTrailingZeros().toPlainString();
  }
}
