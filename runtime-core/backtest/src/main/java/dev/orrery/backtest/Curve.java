package dev.orrery.backtest;

import java.util.ArrayList;
import java.util.List;

/**
 * Equity and price over a range, in so many equal parts, whatever the number of rows: what a chart
 * can show. Confined to one thread.
 */
final class Curve {
  private static final int PARTS = 600;

  private final long from;
  private final long span;
  private final List<CurvePoint> points = new ArrayList<>();
  private int part = -1;

  /** Before this instant it is the same part for certain. */
  private long sameBefore = Long.MIN_VALUE;

  private long time;
  private double equity;
  private double lowest;
  private double price;

  Curve(long from, long to) {
    this.from = from;
    this.span = to - from + 1;
  }

  /** Whether another part may begin by this instant: then {@link #exact} is wanted before it. */
  boolean turns(long newTime) {
    return newTime >= sameBefore;
  }

  /** What equity was at the last time told, to the last digit. */
  void exact(double lastEquity) {
    equity = lastEquity;
    lowest = Math.min(lowest, lastEquity);
  }

  void add(long newTime, double newEquity, double newPrice) {
    if (turns(newTime)) {
      turn((int) Math.min(PARTS - 1, (double) (newTime - from) / span * PARTS), newEquity);
    }
    time = newTime;
    equity = newEquity;
    lowest = Math.min(lowest, newEquity);
    price = newPrice;
  }

  private void turn(int now, double newEquity) {
    if (now != part) {
      flush();
      part = now;
      lowest = newEquity;
      sameBefore = from + (long) ((part + 1.0) / PARTS * span) - 1;
    }
  }

  private void flush() {
    if (part >= 0) {
      points.add(new CurvePoint(time, equity, lowest, price));
    }
  }

  List<CurvePoint> points() {
    flush();
    part = -1;
    return List.copyOf(points);
  }
}
