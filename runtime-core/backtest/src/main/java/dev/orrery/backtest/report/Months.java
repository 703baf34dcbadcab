package dev.orrery.backtest.report;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Equity at the ends of months in UTC. Confined to one thread. */
final class Months {
  private final List<MonthGain> done = new ArrayList<>();
  private YearMonth month;
  private long nextMonth;
  private BigDecimal before;
  private BigDecimal latest;

  Months(long from, BigDecimal start) {
    this.month = of(from);
    this.nextMonth = firstOf(month.plusMonths(1));
    this.before = start;
    this.latest = start;
  }

  /** What happens at the very end of a month belongs to it. */
  void add(long time, BigDecimal equity) {
    while (time > nextMonth) {
      close();
      month = month.plusMonths(1);
      nextMonth = firstOf(month.plusMonths(1));
    }
    latest = equity;
  }

  private void close() {
    done.add(month());
    before = latest;
  }

  private MonthGain month() {
    return new MonthGain(month, Exact.ratio(latest.subtract(before), before));
  }

  List<MonthGain> all() {
    List<MonthGain> all = new ArrayList<>(done);
    all.add(month());
    return all;
  }

  private static YearMonth of(long time) {
    return YearMonth.from(Instant.ofEpochMilli(time).atOffset(ZoneOffset.UTC));
  }

  private static long firstOf(YearMonth month) {
    return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
  }
}
