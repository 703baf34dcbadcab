package dev.orrery.config.run;

import dev.orrery.config.Default;
import dev.orrery.config.Doc;
import dev.orrery.config.Doc.Clock;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Where prices come from and on which time they run. */
@Doc("Where prices come from and on which time they run.")
public record MarketConfig(
    @Doc(
            "`replay` runs the recorded market that comes with the distribution, `replay:FILE` one of"
                + " your own, `hyperliquid` the live one, a URL one that speaks its protocol.")
        @Default("replay")
        @Pattern(
            regexp = "replay|replay:.+|hyperliquid|https?://.+|wss?://.+",
            message = "be replay, replay:FILE, hyperliquid or a URL")
        String source,
    @Doc("The time of a replayed market: `paced` compresses it, `wall` moves its rows to now.")
        @Default("paced")
        TimelineMode timeline,
    @Doc(value = "How much faster than real time a paced market runs.", unit = "times")
        @Default("600")
        @Positive
        @DecimalMax("1000000")
        BigDecimal speed,
    @Doc("The instrument of a file that does not name one.") @Default("BTC") @NotBlank
        String symbol,
    @Doc(
            value =
                "How long a paced market waits for a running decision before it goes on and counts an"
                    + " overrun; 0s waits up to the decision's deadline.",
            clock = Clock.PROCESS)
        @Default("0s")
        Duration slack,
    @Doc(value = "Age at which a mark price no longer opens a position.", clock = Clock.TIMELINE)
        @Default("30s")
        Duration staleAfter,
    @Doc(
            "Rules of a recorded market's instruments where they differ from the source's, by"
                + " symbol; a live venue has its own.")
        @Default("{}")
        Map<String, InstrumentEntry> instruments) {
  private static final String FILE = "replay:";

  /** Whether the market is read from a file. */
  public boolean replayed() {
    return source.equals("replay") || source.startsWith(FILE);
  }

  /** The file of a market of one's own. */
  public Optional<Path> file() {
    return source.startsWith(FILE)
        ? Optional.of(Path.of(source.substring(FILE.length())))
        : Optional.empty();
  }
}
