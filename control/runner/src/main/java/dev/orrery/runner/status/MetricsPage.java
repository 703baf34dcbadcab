package dev.orrery.runner.status;

import dev.orrery.executor.ExecutorMeters;
import dev.orrery.kernel.Meter;
import dev.orrery.runtime.metrics.RuntimeMeters;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes {@code docs/metrics.md}: every meter there is. */
public final class MetricsPage {
  private MetricsPage() {}

  /** Every meter, by name. */
  public static List<Meter> meters() {
    return Stream.concat(RuntimeMeters.ALL.stream(), ExecutorMeters.ALL.stream())
        .sorted(Comparator.comparing(Meter::name))
        .toList();
  }

  /** The page. */
  public static String text() {
    StringBuilder page =
        new StringBuilder(
            """
            # Metrics

            Everything `GET /metrics` can show, in the text format of Prometheus. Timers are
            histograms in seconds, with buckets from 10 us to 10 s; a meter appears with its first
            measurement. Tag values come from closed sets.

            | Meter | In Prometheus | Kind | Tags | What it measures |
            |---|---|---|---|---|
            """);
    for (Meter meter : meters()) {
      page.append(
          "| `%s` | `%s` | %s | %s | %s |%n"
              .formatted(
                  meter.name(),
                  exported(meter),
                  meter.kind().name().toLowerCase(java.util.Locale.ROOT),
                  meter.tags().stream()
                      .map(tag -> "`" + tag + "`")
                      .collect(Collectors.joining(" ")),
                  meter.help()));
    }
    return page.toString();
  }

  private static String exported(Meter meter) {
    String name = meter.name().replace('.', '_');
    return switch (meter.kind()) {
      case COUNTER -> name + "_total";
      case TIMER -> name + "_seconds";
      case GAUGE -> name;
    };
  }
}
