package dev.orrery.runtime.isolation;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Takes what threads inside plugin code print to {@code System.out} and {@code System.err} and
 * gives it to whoever knows which plugin that is; all other threads print as before. The two
 * streams are the whole process's: they are replaced while anybody is {@link #install}ed, and put
 * back after the last one, unless somebody else has replaced them meanwhile. Thread-safe.
 */
public final class PluginOutput {
  private static final List<Source> SOURCES = new CopyOnWriteArrayList<>();
  private static @Nullable PrintStream ownOut;
  private static @Nullable PrintStream ownErr;
  private static @Nullable PrintStream oldOut;
  private static @Nullable PrintStream oldErr;

  private PluginOutput() {}

  /** Knows which threads are inside plugin code. Asked by the thread that prints. */
  public interface Source {
    /**
     * Where the calling thread's output goes; null when it is not inside.
     *
     * @param error whether it is {@code System.err}
     */
    @Nullable LineStream output(boolean error);
  }

  /** Until it is closed, what plugins print is taken. */
  public interface Installed extends AutoCloseable {
    @Override
    void close();
  }

  /** Asks this source, too, from now on. */
  public static synchronized Installed install(Source source) {
    if (SOURCES.isEmpty()) {
      oldOut = System.out;
      oldErr = System.err;
      ownOut = new RoutedStream(System.out, () -> route(false));
      ownErr = new RoutedStream(System.err, () -> route(true));
      System.setOut(ownOut);
      System.setErr(ownErr);
    }
    SOURCES.add(source);
    return () -> remove(source);
  }

  private static synchronized void remove(Source source) {
    if (!SOURCES.remove(source) || !SOURCES.isEmpty()) {
      return;
    }
    if (System.out.equals(ownOut)) {
      System.setOut(oldOut);
    }
    if (System.err.equals(ownErr)) {
      System.setErr(oldErr);
    }
  }

  private static @Nullable PrintStream route(boolean error) {
    for (Source source : SOURCES) {
      LineStream output = source.output(error);
      if (output != null) {
        return output.stream();
      }
    }
    return null;
  }
}
