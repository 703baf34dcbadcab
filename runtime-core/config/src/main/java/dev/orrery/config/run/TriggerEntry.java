package dev.orrery.config.run;

import dev.orrery.config.Doc;
import dev.orrery.config.Doc.Clock;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One trigger: exactly one of its kinds is written, the others are null. */
@Doc("Exactly one of `cron`, `everySeconds`, `event`, `manual` and `barClose`.")
public record TriggerEntry(
    @Doc(
            value = "A Quartz cron expression of six or seven fields, such as `0 0/15 * * * ?`.",
            clock = Clock.TIMELINE)
        @NotBlank
        @Nullable String cron,
    @Doc("Zone in which the cron expression is read. Unless given, UTC.") @Nullable ZoneId zone,
    @Doc(value = "Period, aligned to the epoch in UTC.", unit = "seconds", clock = Clock.TIMELINE)
        @Min(1)
        @Max(604_800)
        @Nullable Integer everySeconds,
    @Doc("For `cron` and `everySeconds`: marks missed. Unless given, `runtime.missedFire`.")
        @Nullable MissedFire missedFire,
    @Doc("Topic of events.")
        @Pattern(
            regexp = "[A-Za-z0-9_.:-]{1,63}",
            message = "be 1 to 63 letters, digits or _ . : -")
        @Nullable String event,
    @Doc("`true`: by hand, with `orrery trigger NAME`.") @Nullable Boolean manual,
    @Doc("The close of each candle.") @Nullable BarClose barClose) {
  /** Checks that there is one kind and nothing that does not belong to it. */
  public TriggerEntry {
    Map<String, @Nullable Object> kinds = new LinkedHashMap<>();
    kinds.put("cron", cron);
    kinds.put("everySeconds", everySeconds);
    kinds.put("event", event);
    kinds.put("manual", manual);
    kinds.put("barClose", barClose);
    List<String> written =
        kinds.keySet().stream().filter(kind -> Objects.nonNull(kinds.get(kind))).toList();
    if (written.size() != 1) {
      throw new IllegalArgumentException(
          "must have exactly one of "
              + String.join(", ", kinds.keySet())
              + ", has "
              + (written.isEmpty() ? "none" : String.join(" and ", written)));
    }
    if (Boolean.FALSE.equals(manual)) {
      throw new IllegalArgumentException("manual must be true: leave the trigger out instead");
    }
    if (zone != null && cron == null) {
      throw new IllegalArgumentException("zone belongs to cron, not to " + written.getFirst());
    }
    if (missedFire != null && cron == null && everySeconds == null) {
      throw new IllegalArgumentException(
          "missedFire belongs to cron and everySeconds, not to " + written.getFirst());
    }
  }

  /** The close of each candle of a symbol. */
  @Doc("The close of each candle of a symbol.")
  public record BarClose(
      @Doc("Instrument.") @NotBlank String symbol,
      @Doc(
              value = "Length of the candle: whole seconds, at most 7d.",
              clock = Clock.TIMELINE,
              example = "5m")
          Duration interval) {
    /** Checks the length. */
    public BarClose {
      if (!interval.isPositive()
          || interval.toMillis() % 1_000 != 0
          || interval.compareTo(Duration.ofDays(7)) > 0) {
        throw new IllegalArgumentException(
            "interval must be whole seconds from 1s to 7d, is " + interval.toMillis() + "ms");
      }
    }
  }
}
