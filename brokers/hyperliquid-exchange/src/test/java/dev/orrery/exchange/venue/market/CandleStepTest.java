package dev.orrery.exchange.venue.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When candles begin and end. */
class CandleStepTest {
  @ParameterizedTest
  @CsvSource({
    "1m, 2025-11-26T13:47:00Z, 2025-11-26T13:47:59.999Z",
    "15m, 2025-11-26T13:45:00Z, 2025-11-26T13:59:59.999Z",
    "4h, 2025-11-26T12:00:00Z, 2025-11-26T15:59:59.999Z",
    "1d, 2025-11-26T00:00:00Z, 2025-11-26T23:59:59.999Z",
    "1w, 2025-11-24T00:00:00Z, 2025-11-30T23:59:59.999Z",
    "1M, 2025-11-01T00:00:00Z, 2025-11-30T23:59:59.999Z",
  })
  void beginsAndEnds(String wire, Instant open, Instant close) {
    CandleStep step = CandleStep.of(wire).orElseThrow();
    long time = Instant.parse("2025-11-26T13:47:12.345Z").toEpochMilli();

    assertThat(Instant.ofEpochMilli(step.openTime(time))).isEqualTo(open);
    assertThat(Instant.ofEpochMilli(step.closeTime(step.openTime(time)))).isEqualTo(close);
    assertThat(step.openTime(step.openTime(time))).isEqualTo(step.openTime(time));
    assertThat(step.openTime(close.toEpochMilli())).isEqualTo(step.openTime(time));
  }
}
