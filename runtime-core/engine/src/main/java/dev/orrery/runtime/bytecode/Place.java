package dev.orrery.runtime.bytecode;

/**
 * Where in a plugin's code something is.
 *
 * @param className as people write it
 * @param method its name
 * @param file the source; empty when the class does not say
 * @param line of the source; 0 when the class does not say
 */
public record Place(String className, String method, String file, int line)
    implements Comparable<Place> {
  /** {@code com.acme.Grid.decide (Grid.java:31)}. */
  @Override
  public String toString() {
    String position = line > 0 ? file + ":" + line : file;
    return className + "." + method + (file.isEmpty() ? "" : " (" + position + ")");
  }

  @Override
  public int compareTo(Place other) {
    int byClass = className.compareTo(other.className);
    if (byClass != 0) {
      return byClass;
    }
    return line != other.line ? Integer.compare(line, other.line) : method.compareTo(other.method);
  }
}
