package dev.orrery.config.run;

import dev.orrery.config.Default;
import dev.orrery.config.Doc;
import dev.orrery.config.Doc.Clock;
import dev.orrery.config.Ratio;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.math.BigDecimal;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How orders are sent to Hyperliquid. */
@Doc("How orders are sent to Hyperliquid. Accounts and keys stand with the vaults.")
public record HyperliquidConfig(
    @Doc("How much worse than the mark price a market order may be filled.")
        @Ratio
        @Default("0.01")
        @DecimalMin("0.0001")
        @DecimalMax("0.5")
        BigDecimal marketBound,
    @Doc("How much worse than its trigger an exit at market may be filled; the venue knows 10 %.")
        @Ratio
        @Default("0.1")
        @DecimalMin("0.001")
        @DecimalMax("0.5")
        BigDecimal triggerBound,
    @Doc(
            value = "How long the fill of an order that executes at once is waited for.",
            clock = Clock.PROCESS)
        @Default("2s")
        @DurationMin(millis = 0)
        Duration fillWait,
    @Doc(
            value = "Until a whole batch is answered; what has no answer then is asked for.",
            clock = Clock.PROCESS)
        @Default("4500ms")
        @DurationMin(millis = 100)
        Duration callTimeout,
    @Doc(
            value =
                "Part of that for each question asked before an order: whether its id was used, what"
                    + " leverage its symbol has.",
            clock = Clock.PROCESS)
        @Default("1s")
        @DurationMin(millis = 10)
        Duration askWithin,
    @Doc(
            value = "How long news that is on its way is awaited before it is asked for.",
            clock = Clock.PROCESS)
        @Default("1500ms")
        @DurationMin(millis = 0)
        Duration settle,
    @Doc(
            value = "Pause before an exit that was not placed is tried again; it doubles.",
            clock = Clock.PROCESS)
        @Default("500ms")
        @DurationMin(millis = 1)
        Duration firstRetry,
    @Doc(value = "What that pause grows to.", clock = Clock.PROCESS)
        @Default("15s")
        @DurationMin(millis = 1)
        Duration longestRetry,
    @Doc(value = "How long a start waits for the first news of the account.", clock = Clock.PROCESS)
        @Default("15s")
        @DurationMin(millis = 100)
        Duration openTimeout,
    @Doc(
            "How far before the last news what was missed is asked for: the venue's lists may be a"
                + " moment behind what it pushes.")
        @Default("30s")
        @DurationMin(millis = 0)
        Duration overlap,
    @Doc("Least validity an agent's approval must have left for a start.")
        @Default("24h")
        @DurationMin(millis = 0)
        Duration agentValidity,
    @Doc("How far this machine's clock may be from the venue's at a start.")
        @Default("5s")
        @DurationMin(millis = 100)
        Duration clockSkew) {}
