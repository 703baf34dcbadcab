package dev.orrery.runtime.plugin;

import java.lang.reflect.InvocationTargetException;

/**
 * What a plugin threw, in one line with the place in its code. Asking a throwable for its message
 * runs plugin code, so this belongs into the plugin's thread and trusts nothing.
 */
final class ThrownText {
  private static final int LONGEST = 300;

  private ThrownText() {}

  static String of(Throwable thrown) {
    Throwable root = root(thrown);
    String name = root.getClass().getName();
    String type = name.startsWith("java.lang.") ? root.getClass().getSimpleName() : name;
    try {
      String message = root.getMessage();
      return type + (message == null ? "" : ": " + oneLine(message)) + place(root);
    } catch (Throwable e) {
      return type + ", whose message cannot be read (" + e.getClass().getName() + ")";
    }
  }

  /** The words of a refusal; empty where it has none, or is a slip and no refusal. */
  static String refusal(IllegalArgumentException thrown) {
    if (thrown.getClass() != IllegalArgumentException.class) {
      return "";
    }
    String message = thrown.getMessage();
    return message == null ? "" : oneLine(message);
  }

  /** What its author can do about it. */
  static String wayOut(Throwable thrown) {
    return switch (root(thrown)) {
      case NoClassDefFoundError _, ClassNotFoundException _ ->
          "put what it needs into the jar, or into lib/ of a zip: of the runtime it sees the plugin"
              + " API only";
      case LinkageError _ ->
          "build it again against orrery-plugin-api "
              + ApiVersion.OFFERED
              + " and the libraries it brings";
      default -> "correct the plugin and build it again";
    };
  }

  /** What is behind the wrappers of reflection and class initialisation. */
  private static Throwable root(Throwable thrown) {
    Throwable root = thrown;
    for (int depth = 0; depth < 16; depth++) {
      Throwable cause =
          switch (root) {
            case InvocationTargetException e -> e.getTargetException();
            case ExceptionInInitializerError e -> e.getCause();
            default -> null;
          };
      if (cause == null) {
        return root;
      }
      root = cause;
    }
    return root;
  }

  /** The first frame in the plugin: its loader has no name, and it is in no named module. */
  private static String place(Throwable thrown) {
    for (StackTraceElement frame : thrown.getStackTrace()) {
      if (frame.getClassLoaderName() == null && frame.getModuleName() == null) {
        return " at " + frame.getClassName() + "." + frame.getMethodName() + position(frame);
      }
    }
    return "";
  }

  private static String position(StackTraceElement frame) {
    return frame.getFileName() == null
        ? ""
        : "(" + frame.getFileName() + ":" + frame.getLineNumber() + ")";
  }

  private static String oneLine(String text) {
    String line = text.replaceAll("\\s+", " ").trim();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
  }
}
