package dev.orrery.cli.print;

/** Colours of a terminal, or none. */
public enum Ink {
  /** Text as it is. */
  PLAIN,
  /** With ANSI codes, in the 16 colours that every theme of a terminal defines. */
  COLOURED;

  public String bold(String text) {
    return wrap("1", text);
  }

  public String dim(String text) {
    return wrap("2", text);
  }

  public String red(String text) {
    return wrap("31", text);
  }

  public String green(String text) {
    return wrap("32", text);
  }

  public String yellow(String text) {
    return wrap("33", text);
  }

  public String cyan(String text) {
    return wrap("36", text);
  }

  /** Green above zero, red below. */
  public String signed(int signum, String text) {
    return signum > 0 ? green(text) : signum < 0 ? red(text) : text;
  }

  private String wrap(String code, String text) {
    return this == PLAIN || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
