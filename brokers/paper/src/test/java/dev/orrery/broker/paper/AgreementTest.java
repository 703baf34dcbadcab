package dev.orrery.broker.paper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.account.Position;
import dev.orrery.api.action.TargetPosition;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.executor.Judgement;
import dev.orrery.executor.broker.SimulatedBroker;
import dev.orrery.executor.broker.VenueReport.VenuePosition;
import dev.orrery.executor.order.BrokerEvent;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Book and paper account on a simulated timeline: how much of a comparison they need. */
class AgreementTest {
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

  private final DeskRig rig = new DeskRig().reconciling().trade(50_000, 1);

  @Test
  void aPositionIsShownItsLiquidationPriceWithoutAComparison() {
    hold("1");
    rig.pass(FIVE_MINUTES);
    int before = rig.comparisons();
    hold("2");
    assertThat(liquidationPrice()).as("not known of the larger position yet").isEmpty();

    rig.pass(FIVE_MINUTES);

    SimulatedBroker.Owned owned = rig.broker().owned();
    assertThat(liquidationPrice()).isPresent().isEqualTo(theirs(owned));
    assertThat(owned.balance()).isEqualTo(rig.account().balance());
    assertThat(rig.comparisons()).isEqualTo(before);
  }

  @Test
  void aBookThatHasOtherCashIsComparedAndPutRight() {
    hold("1");
    rig.pass(FIVE_MINUTES);
    int before = rig.comparisons();
    Usd balance = rig.broker().owned().balance();
    rig.mistell(new BrokerEvent.Deposited("nobody's", Usd.of(50), rig.now()));
    assertThat(rig.account().balance()).isEqualTo(balance.plus(Usd.of(50)));

    rig.pass(FIVE_MINUTES).pass(FIVE_MINUTES);

    assertThat(rig.comparisons()).isGreaterThan(before);
    assertThat(rig.account().balance()).isEqualTo(rig.broker().owned().balance());
  }

  private void hold(String quantity) {
    Judgement judgement =
        rig.trade(50_000, 1).decide(TargetPosition.of("BTC", Quantity.of(quantity), "to hold it"));
    assertThat(judgement.denials()).isEmpty();
    assertThat(rig.held()).isEqualTo(Quantity.of(quantity));
  }

  private Optional<Price> liquidationPrice() {
    return rig.account().position("BTC").flatMap(Position::liquidationPrice);
  }

  private static Optional<Price> theirs(SimulatedBroker.Owned owned) {
    return owned.positions().stream().findFirst().flatMap(VenuePosition::liquidationPrice);
  }
}
