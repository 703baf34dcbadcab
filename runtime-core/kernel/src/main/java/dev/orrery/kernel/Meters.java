package dev.orrery.kernel;

import java.util.function.DoubleSupplier;

/** Where measurements go. Thread-safe; costs nanoseconds. Tag values follow the meter's keys. */
public interface Meters {
  /** Measures nothing. */
  Meters NONE =
      new Meters() {
        @Override
        public void count(Meter meter, long amount, String... tagValues) {}

        @Override
        public void time(Meter meter, long nanos, String... tagValues) {}

        @Override
        public void gauge(Meter meter, DoubleSupplier value, String... tagValues) {}
      };

  /** Adds to a counter. */
  void count(Meter meter, long amount, String... tagValues);

  /** Adds a duration to a timer. */
  void time(Meter meter, long nanos, String... tagValues);

  /** Registers the source of a gauge, once for each set of tag values; later ones replace it. */
  void gauge(Meter meter, DoubleSupplier value, String... tagValues);
}
