package dev.orrery.config.run;

import dev.orrery.config.Default;
import dev.orrery.config.Doc;
import dev.orrery.config.Doc.Clock;
import dev.orrery.config.Ratio;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import java.math.BigDecimal;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** Sources of events. */
@Doc("Sources of events.")
public record EventsConfig(
    @Doc(value = "How often the inbox is read when no notification comes.", clock = Clock.PROCESS)
        @Default("1s")
        @DurationMin(millis = 10)
        Duration pollEvery,
    @Doc("Events made from the market's own prices.") PriceJumps demo) {

  /** Makes an event of each sudden move of a price. */
  @Doc("Makes an event of each sudden move of a price, so that event triggers can be tried.")
  public record PriceJumps(
      @Doc("Whether events are made.") @Default("false") boolean enabled,
      @Doc("Topic of the events.")
          @Default("price-jump")
          @Pattern(
              regexp = "[A-Za-z0-9_.:-]{1,63}",
              message = "be 1 to 63 letters, digits or _ . : -")
          String topic,
      @Doc("Move, up or down, that is a jump.") @Ratio @Default("0.5%") @Positive @DecimalMax("1")
          BigDecimal threshold,
      @Doc(value = "Time within which the move must happen.", clock = Clock.TIMELINE)
          @Default("1m")
          @DurationMin(seconds = 1)
          Duration window,
      @Doc(value = "Least time between two events of a symbol.", clock = Clock.TIMELINE)
          @Default("5m")
          Duration cooldown) {}
}
