package dev.orrery.broker.hyperliquid;

import dev.orrery.broker.contract.Bench;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Scenarios of this broker's own, on the local exchange. */
abstract class OwnScenarios {
  private LocalVenueHarness harness;
  private Bench bench;

  @SuppressWarnings("NullAway.Init") // JUnit calls open before any scenario
  OwnScenarios() {}

  @BeforeEach
  final void open() {
    try {
      harness = new LocalVenueHarness();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    bench = new Bench(harness);
  }

  @AfterEach
  final void close() {
    bench.close();
  }

  final LocalVenueHarness harness() {
    return harness;
  }

  final Bench bench() {
    return bench;
  }
}
