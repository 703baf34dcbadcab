package dev.orrery.runtime.tick;

import org.jspecify.annotations.Nullable;

/** What a strategy threw, told in text: nothing of the plugin is kept alive by it. */
final class Thrown {
  private static final int MAX_FRAMES = 8;
  private static final int MAX_CAUSES = 4;
  private static final int MAX_HEADLINE = 500;

  private Thrown() {}

  /** Class and message, in one line; survives a message that throws. */
  static String headline(Throwable thrown) {
    String message;
    try {
      message = thrown.getMessage();
    } catch (RuntimeException | StackOverflowError e) {
      message = "(its message could not be read: " + e.getClass().getSimpleName() + ")";
    }
    String name = thrown.getClass().getName();
    String line = message == null ? name : name + ": " + message.replace('\n', ' ');
    return line.length() > MAX_HEADLINE ? line.substring(0, MAX_HEADLINE) + "..." : line;
  }

  /** The headline of it and its causes, with the first frames down to the runtime's own. */
  static String describe(Throwable thrown) {
    StringBuilder text = new StringBuilder(256);
    @Nullable Throwable current = thrown;
    for (int depth = 0; current != null && depth < MAX_CAUSES; depth++) {
      text.append(depth == 0 ? "" : "\ncaused by ").append(headline(current));
      frames(current.getStackTrace(), text);
      current = current.getCause();
    }
    return text.toString();
  }

  /** Where a thread hangs, down to the runtime's own frames. */
  static String where(StackTraceElement[] stack) {
    StringBuilder text = new StringBuilder(256);
    frames(stack, text);
    return text.toString();
  }

  private static void frames(StackTraceElement[] stack, StringBuilder text) {
    for (int i = 0; i < Math.min(MAX_FRAMES, stack.length); i++) {
      if (stack[i].getClassName().startsWith("dev.orrery.runtime.")) {
        return;
      }
      text.append("\n  at ").append(stack[i]);
    }
  }
}
