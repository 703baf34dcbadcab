package dev.orrery.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.account.Position;
import dev.orrery.api.action.MarginMode;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class LiquidationWatchTest {
  private final List<String> said = new ArrayList<>();
  private final LiquidationWatch watch =
      new LiquidationWatch(
          BigDecimal.TEN,
          (deployment, strategy, level, event, message, data) ->
              said.add(strategy + " " + level + " " + event + ": " + message));

  @Test
  void warnsOnceAndAgainAfterItWasFurtherAway() {
    look(position("2", "1000", "800"));
    assertThat(said).as("20 %% away").isEmpty();
    look(position("2", "880", "800"));
    assertThat(said)
        .containsExactly(
            "one warn liquidation_near: 2 ETH is liquidated at 800, 9.09 % from the mark; make it"
                + " smaller, or add margin");
    look(position("2", "870", "800"));
    look(position("2", "900", "800"));
    look(position("2", "870", "800"));
    assertThat(said).as("11.1 %% is not further away by a fifth").hasSize(1);
    look(position("2", "920", "800"));
    look(position("2", "870", "800"));
    assertThat(said).hasSize(2);
  }

  @Test
  void warnsOfShortsAndForgetsWhatWasClosed() {
    look(position("-1", "95", "100"));
    assertThat(said).hasSize(1);
    watch.look("id", "one", List.of());
    look(position("-1", "95", "100"));
    assertThat(said).hasSize(2);
  }

  @Test
  void saysNothingOfWhatNoMarkLiquidates() {
    look(position("1", "95", null));
    assertThat(said).isEmpty();
  }

  private void look(Position position) {
    watch.look("id", "one", List.of(position));
  }

  /** Entered at 1000. */
  private static Position position(String quantity, String mark, @Nullable String liquidation) {
    BigDecimal size = new BigDecimal(quantity);
    BigDecimal entry = new BigDecimal("1000");
    return new Position(
        "ETH",
        new Quantity(size),
        new Price(entry),
        new Usd(new BigDecimal(mark).subtract(entry).multiply(size)),
        5,
        MarginMode.CROSS,
        Optional.ofNullable(liquidation).map(BigDecimal::new).map(Price::new),
        Instant.EPOCH);
  }
}
