package dev.orrery.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import org.junit.jupiter.api.Test;

class SharpeTest {
  private static final long HOUR = 3_600_000;

  /** Returns of 10 %, -10 %, 10 %: mean 1/30, deviation 0.2/√3. */
  @Test
  void isMeanOverDeviationOfWholeHoursInAYear() {
    Sharpe sharpe = new Sharpe(0, 3 * HOUR, 100);
    sharpe.add(0, 100);
    sharpe.add(HOUR / 2, 7); // not the end of an hour
    sharpe.add(HOUR, 110);
    sharpe.add(2 * HOUR, 99);
    sharpe.add(3 * HOUR, 108.9);
    double expected = (1 / 30.0) / (0.2 / Math.sqrt(3)) * Math.sqrt(8_760);
    assertThat(sharpe.daily()).isFalse();
    assertThat(sharpe.ratio(3 * HOUR).orElseThrow()).isCloseTo(expected, offset(1e-9));
  }

  @Test
  void anHourWithoutRowsHasTheEquityBefore() {
    Sharpe sharpe = new Sharpe(0, 4 * HOUR, 100);
    sharpe.add(0, 100);
    sharpe.add(HOUR, 110);
    sharpe.add(4 * HOUR, 99); // 10 %, 0, 0, -10 %
    assertThat(sharpe.ratio(4 * HOUR).orElseThrow()).isCloseTo(0, offset(1e-9));
  }

  @Test
  void cannotBeToldOfNothing() {
    Sharpe flat = new Sharpe(0, 40 * 24 * HOUR, 100);
    flat.add(0, 100);
    assertThat(flat.daily()).isTrue();
    assertThat(flat.ratio(40 * 24 * HOUR)).isEmpty();
    Sharpe ruined = new Sharpe(0, 5 * HOUR, 100);
    ruined.add(0, 100);
    ruined.add(2 * HOUR, -1);
    assertThat(ruined.ratio(5 * HOUR)).isEmpty();
  }

  /** Returns of 10 %, -10 %, 10 %, 50 %: by their definitions. */
  @Test
  void knowsTheShapeOfReturns() {
    double[] returns = {0.1, -0.1, 0.1, 0.5};
    Sharpe sharpe = new Sharpe(0, 5 * HOUR, 100);
    double equity = 100;
    sharpe.add(0, equity);
    for (int i = 0; i < returns.length; i++) {
      equity *= 1 + returns[i];
      sharpe.add((i + 1) * HOUR, equity);
    }
    sharpe.ratio(4 * HOUR);
    ReturnMoments moments = sharpe.moments();
    double mean = 0.15;
    double second = 0;
    double third = 0;
    double fourth = 0;
    for (double each : returns) {
      second += Math.pow(each - mean, 2) / 4;
      third += Math.pow(each - mean, 3) / 4;
      fourth += Math.pow(each - mean, 4) / 4;
    }
    assertThat(moments.count()).isEqualTo(4);
    assertThat(moments.mean()).isCloseTo(mean, offset(1e-12));
    assertThat(moments.deviation()).isCloseTo(Math.sqrt(second * 4 / 3), offset(1e-12));
    assertThat(moments.skewness()).isCloseTo(third / Math.pow(second, 1.5), offset(1e-12));
    assertThat(moments.kurtosis()).isCloseTo(fourth / (second * second), offset(1e-12));
  }
}
