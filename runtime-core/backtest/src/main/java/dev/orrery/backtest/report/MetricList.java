package dev.orrery.backtest.report;

import dev.orrery.backtest.report.Metric.Group;
import dev.orrery.backtest.report.Metric.Unit;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Metrics being listed, group by group. */
final class MetricList {
  private static final int DECIMALS = 12;

  private final List<Metric> metrics = new ArrayList<>();
  private Group group = Group.RETURN;

  MetricList of(Group next) {
    group = next;
    return this;
  }

  MetricList usd(String key, String name, BigDecimal value, String definition) {
    return add(key, name, Unit.USD, value, "", definition);
  }

  MetricList fraction(String key, String name, BigDecimal value, String definition) {
    return add(key, name, Unit.FRACTION, value, "", definition);
  }

  MetricList count(String key, String name, long value, String definition) {
    return add(key, name, Unit.COUNT, BigDecimal.valueOf(value), "", definition);
  }

  MetricList millis(String key, String name, long value, String definition) {
    return add(key, name, Unit.MILLIS, BigDecimal.valueOf(value), "", definition);
  }

  /** One that may not be told: {@code silence} says why, and is empty where it is. */
  MetricList told(
      String key, String name, Unit unit, String silence, Value value, String definition) {
    return add(key, name, unit, silence.isEmpty() ? value.get() : null, silence, definition);
  }

  /** One that is computed in doubles. */
  MetricList real(
      String key, String name, Unit unit, OptionalDouble value, String silence, String definition) {
    return told(
        key,
        name,
        unit,
        value.isPresent() ? "" : silence,
        () -> decimal(value.getAsDouble()),
        definition);
  }

  static BigDecimal decimal(double value) {
    return Exact.plain(BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_EVEN));
  }

  private MetricList add(
      String key,
      String name,
      Unit unit,
      @Nullable BigDecimal value,
      String silence,
      String definition) {
    BigDecimal plain = value == null ? null : Exact.plain(value);
    metrics.add(new Metric(key, name, group, unit, plain, silence, definition));
    return this;
  }

  List<Metric> all() {
    return List.copyOf(metrics);
  }

  /** Computes a value that can be told. */
  interface Value {
    BigDecimal get();
  }
}
