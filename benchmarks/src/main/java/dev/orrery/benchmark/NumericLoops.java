package dev.orrery.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;

/**
 * What strategies compute in loops, each over a thousand numbers: the shapes that a poll could cost
 * most. Loaded once with polls and once without. Confined to one thread.
 */
public final class NumericLoops {
  private static final int LENGTH = 1_000;

  /** A column behind an accessor, as candles are. */
  private interface Column {
    double at(int index);

    int size();
  }

  private static final class Closes implements Column {
    private final double[] values;

    Closes(double[] values) {
      this.values = values;
    }

    @Override
    public double at(int index) {
      return values[index];
    }

    @Override
    public int size() {
      return values.length;
    }
  }

  private final double[] values = new double[LENGTH];
  private final double[] scaled = new double[LENGTH];
  private final List<Double> boxed = new ArrayList<>();
  private final Column column = new Closes(values);

  private NumericLoops() {
    Random random = new Random(20_131_125);
    Arrays.setAll(values, i -> 100 + random.nextGaussian());
    Arrays.stream(values).forEach(boxed::add);
  }

  /** A loop by its name. */
  public static DoubleSupplier named(String name) {
    NumericLoops loops = new NumericLoops();
    return switch (name) {
      case "sum" -> loops::sum;
      case "scale" -> loops::scale;
      case "average" -> loops::average;
      case "smoothing" -> loops::smoothing;
      case "list" -> loops::list;
      case "recursion" -> () -> loops.halves(0, LENGTH);
      default -> throw new IllegalArgumentException("no loop is named " + name);
    };
  }

  private double sum() {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  /** Becomes vector instructions. */
  private double scale() {
    for (int i = 0; i < LENGTH; i++) {
      scaled[i] = values[i] * 0.5 + 1;
    }
    return scaled[7];
  }

  /** The highest of all moving averages, each summed anew through the accessor. */
  private double average() {
    double best = 0;
    for (int end = 20; end <= column.size(); end++) {
      double sum = 0;
      for (int i = end - 20; i < end; i++) {
        sum += column.at(i);
      }
      best = Math.max(best, sum / 20);
    }
    return best;
  }

  /** Each step waits for the one before. */
  private double smoothing() {
    double smooth = column.at(0);
    for (int i = 1; i < column.size(); i++) {
      smooth += 0.1 * (column.at(i) - smooth);
    }
    return smooth;
  }

  private double list() {
    double sum = 0;
    for (double value : boxed) {
      sum += value;
    }
    return sum;
  }

  private double halves(int from, int to) {
    int middle = (from + to) >>> 1;
    return to - from == 1 ? values[from] : halves(from, middle) + halves(middle, to);
  }
}
