package dev.orrery.backtest.check;

import dev.orrery.runtime.bytecode.Step;
import java.util.ArrayList;
import java.util.List;

/** Names of code as people say them. Pure functions. */
final class CodeWords {
  private static final String LAMBDA = "lambda$";

  private CodeWords() {}

  /** The methods of a way; a lambda belongs to the method that it is written in. */
  static List<String> way(List<Step> steps) {
    List<String> way = new ArrayList<>();
    for (Step step : steps) {
      String text = step(step);
      if (way.isEmpty() || !way.getLast().equals(text)) {
        way.add(text);
      }
    }
    return way;
  }

  private static String step(Step step) {
    String type = simple(step.className().replace('$', '.'));
    return switch (step.method()) {
      case "<init>" -> "new " + type;
      case "<clinit>", LAMBDA + "static" -> type + " (initialiser)";
      default -> type + "." + written(step.method());
    };
  }

  /** The method in which a lambda is written. */
  private static String written(String method) {
    if (!method.startsWith(LAMBDA)) {
      return method;
    }
    String rest = method.substring(LAMBDA.length());
    int end = rest.indexOf('$');
    return end < 0 ? rest : rest.substring(0, end);
  }

  /** {@code java.lang.System.nanoTime} without its package. */
  static String member(String member) {
    if (member.startsWith("\"")) {
      return member;
    }
    if (member.startsWith("new ")) {
      return "new " + simple(member.substring("new ".length()));
    }
    int dot = member.lastIndexOf('.');
    return dot < 0 ? member : simple(member.substring(0, dot)) + member.substring(dot);
  }

  /** From the first part that is written large. */
  private static String simple(String type) {
    int at = 0;
    while (at < type.length() && !Character.isUpperCase(type.charAt(at))) {
      int dot = type.indexOf('.', at);
      if (dot < 0) {
        return type.substring(at);
      }
      at = dot + 1;
    }
    return type.substring(at);
  }
}
