package dev.orrery.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.account.OpenOrder;
import dev.orrery.api.action.CancelAll;
import dev.orrery.api.action.CancelOrder;
import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.api.market.Interval;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.testkit.Decisions;
import dev.orrery.testkit.TestContext;
import dev.orrery.testkit.TestContextBuilder;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ExcerptsTest {
  private static final OpenOrder UPPER =
      new OpenOrder(
          "0x0123",
          "BTC",
          Side.SELL,
          OrderTerms.limit(Price.of("850")),
          Quantity.of("1"),
          Quantity.of("1"),
          false,
          Instant.EPOCH,
          "upper",
          OpenOrder.Role.PLAIN,
          Optional.empty(),
          OpenOrder.Status.RESTING);

  private static TestContextBuilder noon() {
    return TestContext.at("2013-11-25T12:00:00Z").mark("BTC", "800");
  }

  @Test
  void listsAreDecisionsTheRuntimeTakes() {
    Decisions.check(Excerpts.orders());
    Decisions.check(Excerpts.targets(true));
    Decisions.check(Excerpts.targets(false));
    Decisions.check(Excerpts.exits(Price.of("800")));
    Decisions.check(Excerpts.amend(UPPER));
    Decisions.check(Excerpts.leverage());
    assertThat(Excerpts.triggers()).hasSize(5);
    assertThat(Excerpts.subscriptions()).hasSize(1);
  }

  @Test
  void buysOnceADay() {
    TestContextBuilder builder = noon();

    assertThat(Excerpts.onceADay(builder.build())).hasSize(1);
    assertThat(Decisions.noop(Excerpts.onceADay(builder.build())))
        .isEqualTo("bought today already");
  }

  @Test
  void measuresMomentum() {
    double[] closes = IntStream.rangeClosed(1, 30).asDoubleStream().toArray();
    TestContext context = noon().candles("BTC", Interval.FIVE_MINUTES, closes).build();

    assertThat(Excerpts.momentum(context)).isEqualTo(10);
    assertThat(context.recorded()).containsEntry("momentum", 10.0);
  }

  @Test
  void tellsTriggersApart() {
    assertThat(Decisions.noop(Excerpts.decide(noon().build()))).isEqualTo("nothing to look after");
    assertThat(
            Decisions.noop(
                Excerpts.decide(noon().event("price-jump", "{\"symbol\":\"BTC\"}").build())))
        .startsWith("seen at");
  }

  @Test
  void cancelsByLabelOrLeaves() {
    assertThat(Excerpts.tidy(noon().openOrder(UPPER).build()))
        .containsExactly(new CancelOrder("0x0123", "no longer wanted"));
    assertThat(Excerpts.tidy(noon().build())).first().isInstanceOf(CancelAll.class);
  }
}
