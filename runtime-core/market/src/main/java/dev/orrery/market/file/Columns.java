package dev.orrery.market.file;

import java.util.Arrays;

/** A table of one time column and some number columns that grows while a file is read. */
final class Columns {
  private long[] times = new long[1_024];
  private double[][] numbers;
  private int rows;

  Columns(int numberColumns) {
    numbers = new double[numberColumns][times.length];
  }

  /** A full table; it may grow. */
  Columns(long[] times, double[][] numbers) {
    this.times = times;
    this.numbers = numbers;
    this.rows = times.length;
  }

  int width() {
    return numbers.length;
  }

  int rows() {
    return rows;
  }

  long lastTime() {
    return times[rows - 1];
  }

  void add(long time, double[] values) {
    if (rows == times.length) {
      int capacity = Math.max(1_024, rows + (rows >> 1));
      times = Arrays.copyOf(times, capacity);
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = Arrays.copyOf(numbers[i], capacity);
      }
    }
    times[rows] = time;
    for (int i = 0; i < numbers.length; i++) {
      numbers[i][rows] = values[i];
    }
    rows++;
  }

  long[] times() {
    return Arrays.copyOf(times, rows);
  }

  double[] numbers(int column) {
    return Arrays.copyOf(numbers[column], rows);
  }
}
