package dev.orrery.backtest.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Equity over a range: its curve, falls, returns and months. Confined to one thread. */
final class EquityTrack {
  private final Grid grid;
  private final BigDecimal start;
  private final Fall fall;
  private final Fall marketFall;
  private final Returns returns;
  private final Months months;
  private final List<EquityPoint> points = new ArrayList<>();
  private int part = -1;
  private EquityPoint current;

  EquityTrack(Grid grid, long from, long to, BigDecimal start) {
    this.grid = grid;
    this.start = start;
    this.fall = new Fall(start, from);
    this.marketFall = new Fall(BigDecimal.ONE, from);
    this.returns = new Returns(from, to, start.doubleValue());
    this.months = new Months(from, start);
    this.current = new EquityPoint(from, start.doubleValue(), 0, 0, start.doubleValue());
  }

  /** After a row: equity, what the positions are worth, and the market's growth so far. */
  void add(long time, BigDecimal equity, BigDecimal worth, double growth) {
    fall.add(equity, time);
    marketFall.add(BigDecimal.valueOf(growth), time);
    double number = equity.doubleValue();
    returns.add(time, number);
    months.add(time, equity);
    int now = grid.part(time);
    double deepest = fall.now(number);
    if (now != part) {
      flush();
      part = now;
    } else {
      deepest = Math.min(deepest, current.drawdown());
    }
    double exposure = number > 0 ? worth.doubleValue() / number : 0;
    current = new EquityPoint(time, number, deepest, exposure, start.doubleValue() * growth);
  }

  private void flush() {
    if (part >= 0) {
      points.add(current);
    }
  }

  BigDecimal start() {
    return start;
  }

  Fall fall() {
    return fall;
  }

  Fall marketFall() {
    return marketFall;
  }

  Returns returns() {
    return returns;
  }

  Months months() {
    return months;
  }

  /** At most as many as the grid has parts. */
  List<EquityPoint> points() {
    List<EquityPoint> all = new ArrayList<>(points);
    if (part >= 0) {
      all.add(current);
    }
    return all;
  }
}
