package dev.orrery.config.run;

import dev.orrery.config.Default;
import dev.orrery.config.Doc;
import dev.orrery.config.Doc.Clock;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How the folder of strategy jars is watched while strategies run. */
@Doc("Jars that come, change or go while strategies run are taken up without a restart.")
public record WatchConfig(
    @Doc(value = "How often the folder of jars is looked at; 0s: never.", clock = Clock.PROCESS)
        @Default("500ms")
        @DurationMin
        Duration every,
    @Doc(
            value =
                "How long a jar's size and time must stay the same before it is taken, and how long it"
                    + " must be away before it counts as gone. 100ms with `runtime.dev`.",
            clock = Clock.PROCESS)
        @Default("500ms")
        @DurationMin
        Duration quiet) {
  private static final Duration WHILE_DEVELOPING = Duration.ofMillis(100);

  /** The same for whoever writes a strategy and wants to see it at once. */
  public WatchConfig whileDeveloping() {
    return new WatchConfig(shorter(every), shorter(quiet));
  }

  private static Duration shorter(Duration duration) {
    return duration.compareTo(WHILE_DEVELOPING) > 0 ? WHILE_DEVELOPING : duration;
  }
}
