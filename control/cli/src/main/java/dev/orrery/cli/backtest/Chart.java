package dev.orrery.cli.backtest;

import dev.orrery.backtest.CurvePoint;
import dev.orrery.cli.print.Amounts;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Equity as a small filled curve of block characters, with its highest and lowest beside it. */
final class Chart {
  private static final int ROWS = 7;
  private static final int EIGHTHS = 8;
  private static final String BLOCKS = " ▁▂▃▄▅▆▇█";

  private Chart() {}

  /** The lines, none for fewer than two points, within so many columns. */
  static List<String> lines(List<CurvePoint> points, int columns) {
    if (points.size() < 2) {
      return List.of();
    }
    double[] all = points.stream().mapToDouble(CurvePoint::equity).toArray();
    String high = label(Arrays.stream(all).max().orElse(0));
    String low = label(Arrays.stream(all).min().orElse(0));
    int margin = Math.max(high.length(), low.length());
    double[] values = fit(all, Math.max(10, Math.min(columns - margin - 4, all.length)));
    double least = Arrays.stream(values).min().orElse(0);
    double span = Arrays.stream(values).max().orElse(0) - least;
    List<String> lines = new ArrayList<>();
    for (int row = ROWS - 1; row >= 0; row--) {
      String text = row == ROWS - 1 ? high : row == 0 ? low : "";
      StringBuilder line = new StringBuilder(" ".repeat(margin - text.length()) + text + " ┤");
      for (double value : values) {
        line.append(BLOCKS.charAt(filled(value, least, span, row)));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  /** How many eighths of a cell are filled; the lowest value fills one, so that it is seen. */
  private static int filled(double value, double least, double span, int row) {
    double share = span > 0 ? (value - least) / span : 0.5;
    long height = 1 + Math.round(share * (ROWS * EIGHTHS - 1));
    return Math.clamp(height - (long) row * EIGHTHS, 0, EIGHTHS);
  }

  private static double[] fit(double[] values, int columns) {
    double[] fitted = new double[columns];
    for (int i = 0; i < columns; i++) {
      int last = (int) ((i + 1L) * values.length / columns) - 1;
      fitted[i] = values[Math.max(0, last)];
    }
    return fitted;
  }

  private static String label(double value) {
    return Amounts.usd(BigDecimal.valueOf(value));
  }
}
