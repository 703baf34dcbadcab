package dev.orrery.runtime.metrics;

import dev.orrery.kernel.Meter;
import dev.orrery.kernel.Meters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/** Meters kept by Micrometer. Timers are histograms from 10 microseconds to 10 seconds. */
public final class MicrometerMeters implements Meters {
  private static final Duration[] BUCKETS = {
    Duration.ofNanos(10_000),
    Duration.ofNanos(50_000),
    Duration.ofNanos(100_000),
    Duration.ofNanos(500_000),
    Duration.ofMillis(1),
    Duration.ofMillis(2),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10)
  };

  private final MeterRegistry registry;
  private final Map<Key, Counter> counters = new ConcurrentHashMap<>();
  private final Map<Key, Timer> timers = new ConcurrentHashMap<>();
  private final Map<Key, Source> gauges = new ConcurrentHashMap<>();

  /** Keeps them in this registry. */
  public MicrometerMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void count(Meter meter, long amount, String... tagValues) {
    counters
        .computeIfAbsent(
            new Key(meter.name(), List.of(tagValues)),
            key ->
                Counter.builder(meter.name())
                    .description(meter.help())
                    .tags(tags(meter, tagValues))
                    .register(registry))
        .increment((double) amount);
  }

  @Override
  public void time(Meter meter, long nanos, String... tagValues) {
    timers
        .computeIfAbsent(
            new Key(meter.name(), List.of(tagValues)),
            key ->
                Timer.builder(meter.name())
                    .description(meter.help())
                    .tags(tags(meter, tagValues))
                    .serviceLevelObjectives(BUCKETS)
                    .register(registry))
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void gauge(Meter meter, DoubleSupplier value, String... tagValues) {
    Source source =
        gauges.computeIfAbsent(
            new Key(meter.name(), List.of(tagValues)),
            key -> {
              Source made = new Source();
              Gauge.builder(meter.name(), made, Source::read)
                  .description(meter.help())
                  .tags(tags(meter, tagValues))
                  .strongReference(true)
                  .register(registry);
              return made;
            });
    source.value = value;
  }

  private static Tags tags(Meter meter, String[] values) {
    if (meter.tags().size() != values.length) {
      throw new IllegalArgumentException(
          meter.name() + " has tags " + meter.tags() + ", given " + Arrays.toString(values));
    }
    Tags tags = Tags.empty();
    for (int i = 0; i < values.length; i++) {
      tags = tags.and(Tag.of(meter.tags().get(i), values[i]));
    }
    return tags;
  }

  private record Key(String name, List<String> tags) {}

  /** A gauge whose source can be replaced. */
  private static final class Source {
    private volatile DoubleSupplier value = () -> Double.NaN;

    double read() {
      return value.getAsDouble();
    }
  }
}
