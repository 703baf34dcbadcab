package dev.orrery.strategy.regime;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A model as text: a line each for {@code start}, a {@code move} for each state, {@code mean} and
 * {@code deviation}, as {@link Double#toString} writes numbers; lines with a {@code #} are remarks.
 * Pure functions.
 */
final class ModelText {
  private ModelText() {}

  static String of(HiddenMarkov model) {
    StringBuilder text = new StringBuilder();
    line(text, "start", model.start());
    for (double[] row : model.moves()) {
      line(text, "move", row);
    }
    line(text, "mean", model.mean());
    line(text, "deviation", model.deviation());
    return text.toString();
  }

  private static void line(StringBuilder text, String name, double[] values) {
    text.append(name).append(' ');
    text.append(Arrays.stream(values).mapToObj(Double::toString).collect(Collectors.joining(" ")));
    text.append('\n');
  }

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException when it is no model
   */
  static HiddenMarkov parse(String text) {
    List<double[]> moves = new ArrayList<>();
    double[] start = new double[0];
    double[] mean = new double[0];
    double[] deviation = new double[0];
    for (String line : text.lines().toList()) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String[] words = line.strip().split(" +");
      double[] values = Arrays.stream(words).skip(1).mapToDouble(Double::parseDouble).toArray();
      switch (words[0]) {
        case "start" -> start = values;
        case "move" -> moves.add(values);
        case "mean" -> mean = values;
        case "deviation" -> deviation = values;
        default -> throw new IllegalArgumentException("a model has no line '" + words[0] + "'");
      }
    }
    return new HiddenMarkov(start, moves.toArray(double[][]::new), mean, deviation);
  }

  /** SHA-256 of the text, without remarks: the same for the same numbers. */
  static String digest(HiddenMarkov model) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(of(model).getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
