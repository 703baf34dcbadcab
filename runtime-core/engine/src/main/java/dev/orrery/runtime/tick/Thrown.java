package dev.orrery.runtime.tick;

import org.jspecify.annotations.Nullable;

/**
 * What a strategy threw, told in text: nothing of the plugin is kept alive by it. Asking a
 * throwable for anything runs plugin code: to be made within the guarded call.
 *
 * @param headline class and message, in one line
 * @param details the headlines of it and its causes, with the first frames of the plugin's code
 */
record Thrown(String headline, String details) {
  private static final int MAX_FRAMES = 8;
  private static final int MAX_CAUSES = 4;
  private static final int MAX_HEADLINE = 500;
  private static final String OURS = "dev.orrery.runtime.";

  /** Tells of anything thrown; throws nothing. */
  static Thrown of(Throwable thrown) {
    if (thrown instanceof Answers.InvalidAnswer) {
      String message = String.valueOf(thrown.getMessage());
      return new Thrown(message, message);
    }
    try {
      return new Thrown(headline(thrown), describe(thrown));
    } catch (Throwable e) {
      String text = thrown.getClass().getName() + " (nothing more of it could be read)";
      return new Thrown(text, text);
    }
  }

  /** Where a thread hangs, down to the runtime's own frames. */
  static String where(StackTraceElement[] stack) {
    StringBuilder text = new StringBuilder(256);
    frames(stack, text);
    return text.toString();
  }

  /** The same in half a line: the innermost frame, and the plugin's own that it was called from. */
  static String place(StackTraceElement[] stack) {
    StringBuilder text = new StringBuilder(160);
    for (StackTraceElement frame : stack) {
      if (isOurs(frame)) {
        break;
      }
      boolean plugins = frame.getClassLoaderName() == null && frame.getModuleName() == null;
      if (text.isEmpty() || plugins) {
        text.append(text.isEmpty() ? ", at " : ", called at ").append(frame);
      }
      if (plugins) {
        break;
      }
    }
    return text.toString();
  }

  private static String headline(Throwable thrown) {
    String name = thrown.getClass().getName();
    String message;
    try {
      message = thrown.getMessage();
    } catch (Throwable e) {
      return name + ": (its message could not be read: " + e.getClass().getName() + ")";
    }
    String line = message == null ? name : name + ": " + message.replace('\n', ' ');
    return line.length() > MAX_HEADLINE ? line.substring(0, MAX_HEADLINE) + "..." : line;
  }

  private static String describe(Throwable thrown) {
    StringBuilder text = new StringBuilder(256);
    @Nullable Throwable current = thrown;
    for (int depth = 0; current != null && depth < MAX_CAUSES; depth++) {
      text.append(depth == 0 ? "" : "\ncaused by ").append(headline(current));
      frames(current.getStackTrace(), text);
      current = current.getCause();
    }
    return text.toString();
  }

  /** From where plugin code begins, past what it called of ours, to where we called it. */
  private static void frames(StackTraceElement[] stack, StringBuilder text) {
    int from = 0;
    while (from < stack.length && isOurs(stack[from])) {
      from++;
    }
    for (int i = from; i < Math.min(from + MAX_FRAMES, stack.length) && !isOurs(stack[i]); i++) {
      text.append("\n  at ").append(stack[i]);
    }
  }

  private static boolean isOurs(StackTraceElement frame) {
    return frame.getClassName().startsWith(OURS);
  }
}
