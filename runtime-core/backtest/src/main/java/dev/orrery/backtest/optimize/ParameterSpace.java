package dev.orrery.backtest.optimize;

import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * All combinations of the values of some parameters, the last one turning fastest. Immutable.
 *
 * @param axes at least one, each of another parameter
 */
public record ParameterSpace(List<Axis> axes) {
  /** More are a mistake, or years. */
  private static final int MOST = 1_000_000;

  /**
   * Checks and copies.
   *
   * @throws ProblemException when there is no axis, or one parameter has two
   */
  public ParameterSpace {
    axes = List.copyOf(axes);
    if (axes.isEmpty()) {
      throw new ProblemException(
          Problem.configuration(
              "the grid", "names no parameter", "give at least one, like --grid fast=5..50/5"));
    }
    Set<String> names = new HashSet<>();
    for (Axis axis : axes) {
      if (!names.add(axis.name())) {
        throw new ProblemException(
            Problem.configuration(
                "grid " + axis.name(), "is given twice", "write all its values in one"));
      }
    }
  }

  /** How many combinations there are. */
  public long size() {
    long size = 1;
    for (Axis axis : axes) {
      size = Math.multiplyExact(size, axis.values().size());
      if (size > Long.MAX_VALUE / 1_000_000) {
        return size;
      }
    }
    return size;
  }

  /** One of them. */
  Map<String, String> at(long number) {
    List<String> values = new ArrayList<>();
    long left = number;
    for (Axis axis : axes.reversed()) {
      values.add(axis.values().get((int) (left % axis.values().size())));
      left /= axis.values().size();
    }
    Map<String, String> combination = new LinkedHashMap<>();
    for (int i = 0; i < axes.size(); i++) {
      combination.put(axes.get(i).name(), values.get(axes.size() - 1 - i));
    }
    return Collections.unmodifiableMap(combination);
  }

  /**
   * Every one, in order.
   *
   * @throws ProblemException when there are more than a million
   */
  List<Map<String, String>> all() {
    if (size() > MOST) {
      throw new ProblemException(
          Problem.configuration(
              "the grid",
              "has " + size() + " combinations, the limit is " + MOST,
              "take larger steps, or --random"));
    }
    List<Map<String, String>> all = new ArrayList<>();
    for (long i = 0; i < size(); i++) {
      all.add(at(i));
    }
    return all;
  }

  /**
   * So many of them, none twice, in the order drawn; all when there are no more. The same for the
   * same seed: the beginning of a Fisher-Yates shuffle that remembers only what it has moved.
   */
  List<Map<String, String>> drawn(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<Long, Long> moved = new HashMap<>();
    List<Map<String, String>> drawn = new ArrayList<>();
    for (long i = 0; i < Math.min(count, size()); i++) {
      long other = random.nextLong(i, size());
      drawn.add(at(moved.getOrDefault(other, other)));
      moved.put(other, moved.getOrDefault(i, i));
    }
    return drawn;
  }
}
