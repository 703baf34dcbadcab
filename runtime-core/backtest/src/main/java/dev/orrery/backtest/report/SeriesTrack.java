package dev.orrery.backtest.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a strategy recorded for charts, the last value of each part of the grid. So many names are
 * kept; further ones are counted. Confined to one thread.
 */
final class SeriesTrack {
  private static final int MOST = 24;

  private final Grid grid;
  private final Map<String, double[]> values = new TreeMap<>();
  private int dropped;

  SeriesTrack(Grid grid) {
    this.grid = grid;
  }

  void add(long time, Map<String, Double> recorded) {
    int part = grid.part(time);
    new TreeMap<>(recorded)
        .forEach((name, value) -> {
          double[] all = values.get(name);
          if (all == null && values.size() < MOST) {
            all = new double[grid.parts()];
            Arrays.fill(all, Double.NaN);
            values.put(name, all);
          }
          if (all == null) {
            dropped++;
          } else {
            all[part] = value;
          }
        });
  }

  /** How many values of further names were not kept. */
  int dropped() {
    return dropped;
  }

  List<Recorded> all() {
    List<Recorded> all = new ArrayList<>();
    values.forEach((name, points) -> all.add(recorded(name, points)));
    return all;
  }

  private Recorded recorded(String name, double[] parts) {
    int count = (int) Arrays.stream(parts).filter(Double::isFinite).count();
    long[] times = new long[count];
    double[] points = new double[count];
    int at = 0;
    for (int part = 0; part < parts.length; part++) {
      if (Double.isFinite(parts[part])) {
        times[at] = grid.from() + (part + 1) * grid.length();
        points[at++] = parts[part];
      }
    }
    return new Recorded(name, times, points);
  }
}
