package dev.orrery.config;

import dev.orrery.kernel.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Problems as they are found. Confined to one thread. */
final class Findings {
  private record Finding(Origin origin, Problem problem) {}

  private final List<Finding> found = new ArrayList<>();

  void add(Origin origin, String key, String cause, String wayOut) {
    found.add(new Finding(origin, origin.problem(key, cause, wayOut)));
  }

  /** In the order of the lines; what has no line comes first. */
  List<Problem> problems() {
    return found.stream()
        .sorted(Comparator.comparingInt(finding -> finding.origin().line()))
        .map(Finding::problem)
        .distinct()
        .toList();
  }
}
