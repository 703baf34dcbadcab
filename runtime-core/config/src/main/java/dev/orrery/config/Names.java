package dev.orrery.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Names that are not known, and the known ones they may be meant for. */
public final class Names {
  private Names() {}

  /** Without case, hyphens, underscores and blanks. */
  static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
  }

  /** The nearest known name, if it is near: at most a third of the letters differ. */
  public static Optional<String> nearest(String name, Collection<String> known) {
    String wanted = plain(name);
    return known.stream()
        .filter(candidate -> distance(wanted, plain(candidate)) <= Math.max(1, wanted.length() / 3))
        .min(Comparator.comparingInt(candidate -> distance(wanted, plain(candidate))));
  }

  /** The way out of an unknown name. */
  public static String wayOut(String name, Collection<String> known) {
    if (known.isEmpty()) {
      return "nothing can be set here";
    }
    return nearest(name, known)
        .map(near -> "did you mean " + near + "?")
        .orElseGet(() -> "known here: " + String.join(", ", known));
  }

  /** Damerau-Levenshtein: insertions, deletions, replacements and swaps of neighbours. */
  static int distance(String left, String right) {
    int[][] cost = new int[left.length() + 1][right.length() + 1];
    for (int i = 0; i <= left.length(); i++) {
      for (int j = 0; j <= right.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, left, right, i, j);
      }
    }
    return cost[left.length()][right.length()];
  }

  private static int cheapest(int[][] cost, String left, String right, int i, int j) {
    boolean same = left.charAt(i - 1) == right.charAt(j - 1);
    int best =
        Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + (same ? 0 : 1));
    boolean swapped =
        i > 1
            && j > 1
            && left.charAt(i - 1) == right.charAt(j - 2)
            && left.charAt(i - 2) == right.charAt(j - 1);
    return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
  }
}
