package dev.orrery.config.run;

import dev.orrery.config.ConfigNode.Mapping;
import dev.orrery.config.Default;
import dev.orrery.config.Doc;
import dev.orrery.config.Doc.Clock;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;

/**
 * One running strategy. What is null is as the jar, or the runtime's setting of the same name, has
 * it.
 */
@Doc("One running strategy; its name is the key.")
public record StrategyEntry(
    @Doc("Name of the strategy in its jar, when it runs under another name here.") @NotBlank
        @Nullable String strategy,
    @Doc("The account it trades on, no other strategy's. Unless given, the one its jar names.")
        @NotBlank
        @Nullable String vault,
    @Doc("Whether it runs.") @Default("true") boolean enabled,
    @Doc("What wakes it. Unless given, what its jar declares.") @NotEmpty
        @Nullable List<TriggerEntry> triggers,
    @Doc("Values for its parameters, by name: see the README of the strategy.") @Default("{}")
        Mapping parameters,
    @Doc(value = "Its limits.", noDefault = Caps.NO_DEFAULT) Caps caps,
    @Doc("Whether one denied action of a decision stops `all` of them, or `each` stands alone.")
        @Default("all")
        BatchMode batch,
    @Doc(
            value = "How long a decision may take. Unless given, `runtime.decideTimeout`.",
            clock = Clock.PROCESS)
        @DurationMin(millis = 1)
        @Nullable Duration deadline,
    @Doc("Decisions that may run at once. Unless given, `runtime.maxConcurrentDecisions`.")
        @Min(1)
        @Max(64)
        @Nullable Integer maxConcurrentDecisions) {
  /** The name of the strategy in its jar, for the entry of the name {@code key}. */
  public String strategyFor(String key) {
    return strategy == null ? key : strategy;
  }
}
