package dev.orrery.backtest.report;

import java.util.Arrays;

/**
 * One series a strategy recorded. A series named {@code regime}, or whose name ends so after {@code
 * _ . -}, and whose values are whole numbers from 0 to 9, says which regime the market is in and is
 * drawn as coloured bands.
 *
 * @param times epoch milliseconds
 * @param values one for each time
 */
@SuppressWarnings("ArrayRecordComponent") // made once, read by what writes it, never compared
public record Recorded(String name, long[] times, double[] values) {
  private static final double MOST_REGIMES = 9;

  /** Whether it tells regimes. */
  public boolean regime() {
    return name.matches("(.*[_.-])?regime")
        && Arrays.stream(values)
            .allMatch(each -> each == Math.rint(each) && each >= 0 && each <= MOST_REGIMES);
  }
}
