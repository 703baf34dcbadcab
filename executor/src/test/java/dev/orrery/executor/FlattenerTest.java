package dev.orrery.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.action.OrderSize;
import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.PlaceOrder;
import dev.orrery.api.action.TargetPosition;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.executor.FakeVenue.Fault;
import dev.orrery.executor.Flattener.Progress;
import dev.orrery.executor.risk.DenialReason;
import dev.orrery.executor.risk.TradingState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlattenerTest {
  private final Rig rig = Rig.funded(10_000);

  FlattenerTest() {
    rig.trade(
        TargetPosition.of("BTC", Quantity.of("0.02"), "long"),
        TargetPosition.of("ETH", Quantity.of("-0.5"), "short"),
        PlaceOrder.buy("BTC", OrderSize.of("0.01"), OrderTerms.limit(Price.of("40000")), "rest"));
  }

  @Test
  void closesEverythingAndOpensNothingMeanwhile() throws InterruptedException {
    rig.permit = new Permit(TradingState.HALTED, 1, rig.permit.validUntil(), List.of("flatten"));
    Flattener flattener = flattener();
    assertThat(flattener.advance()).isEqualTo(Progress.WORKING);
    assertThat(flattener.advance()).isEqualTo(Progress.FLAT);
    assertThat(rig.venue.position("BTC").isZero()).isTrue();
    assertThat(rig.venue.position("ETH").isZero()).isTrue();
    assertThat(rig.venue.working()).isEmpty();
    rig.permit = new Permit(TradingState.ACTIVE, 1, rig.permit.validUntil(), List.of());
    PlaceOrder buy = PlaceOrder.buy("BTC", OrderSize.of("0.01"), OrderTerms.market(), "x");
    assertThat(rig.commit(Rig.WIDE, buy).judgement().denials())
        .extracting(it -> it.reason())
        .containsExactly(DenialReason.TRADING_REDUCING);
    flattener.finish();
    assertThat(rig.trade(buy).result()).isEqualTo(SendReport.Result.EXECUTED);
  }

  @Test
  void goesOnAfterRefusalsAndLostAnswersAndARestart() throws InterruptedException {
    rig.venue.next(Fault.REFUSE, Fault.NEVER_ARRIVES);
    assertThat(flattener().advance()).isEqualTo(Progress.WORKING);
    assertThat(rig.venue.position("BTC")).isEqualTo(Quantity.of("0.02"));
    assertThat(flattener().advance()).isEqualTo(Progress.WORKING);
    assertThat(rig.venue.position("BTC").isZero()).isTrue();
    assertThat(rig.venue.position("ETH")).isEqualTo(Quantity.of("-0.5"));
    rig.venue.unreachable(true);
    assertThat(flattener().advance()).isEqualTo(Progress.UNREACHABLE);
    rig.venue.unreachable(false);
    rig.pass(Duration.ofSeconds(10));
    Progress progress = Progress.WORKING;
    for (int i = 0; i < 4 && progress != Progress.FLAT; i++) {
      progress = flattener().advance();
    }
    assertThat(progress).isEqualTo(Progress.FLAT);
  }

  private Flattener flattener() {
    return new Flattener(
        rig.desk, rig.sender, rig.venue, rig.reconciler, () -> rig.market, Rig.DEPLOYMENT, 7);
  }
}
