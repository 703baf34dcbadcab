package dev.orrery.config.run;

import dev.orrery.config.Default;
import dev.orrery.config.Doc;
import dev.orrery.config.Doc.Clock;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How the journal is written. */
@Doc("How the journal is written.")
public record JournalConfig(
    @Doc(value = "Entries that wait for the database; full, it refuses ticks.", unit = "entries")
        @Default("65536")
        @Min(1_024)
        @Max(1_048_576)
        int queueCapacity,
    @Doc(value = "Most entries written in one transaction.", unit = "entries")
        @Default("4096")
        @Min(1)
        @Max(65_536)
        int flushEntries,
    @Doc(
            value = "How long an entry that nobody waits for may stay unwritten.",
            clock = Clock.PROCESS)
        @Default("20ms")
        Duration flushDelay,
    @Doc(
            value =
                "Entries of an account after which the journal sums up what they come to, so that a"
                    + " start need not go through all of them.",
            unit = "entries")
        @Default("20000")
        @Min(1)
        @Max(1_000_000)
        int standingEntries) {}
