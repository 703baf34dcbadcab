package dev.orrery.config.run;

import dev.orrery.config.Default;
import dev.orrery.config.Doc;
import dev.orrery.config.Doc.Clock;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How long things are kept; fills and orders for ever. */
@Doc("How long things are kept. Orders and fills are kept for ever.")
public record RetentionConfig(
    @Doc(value = "Firings, decisions and what they read.", clock = Clock.DATABASE)
        @Default("90d")
        @DurationMin(days = 1)
        Duration decisions,
    @Doc(value = "Log lines of strategies.", clock = Clock.DATABASE)
        @Default("30d")
        @DurationMin(days = 1)
        Duration logs,
    @Doc(value = "Durable events, consumed or not.", clock = Clock.DATABASE)
        @Default("7d")
        @DurationMin(days = 1)
        Duration events) {}
