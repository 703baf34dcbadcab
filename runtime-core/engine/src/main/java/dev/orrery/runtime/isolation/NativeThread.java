package dev.orrery.runtime.isolation;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread as Linux sees it. Its number is read out of {@code /proc} by the thread itself, which
 * costs microseconds; only lowering one, which is rare, calls the system through the
 * foreign-function API. Elsewhere, and where native access is not enabled for us, nothing happens.
 */
public final class NativeThread {
  private static final Logger LOG = LoggerFactory.getLogger(NativeThread.class);
  private static final Path SELF = Path.of("/proc/thread-self");
  private static final boolean LINUX = System.getProperty("os.name", "").equals("Linux");

  /** For {@code setpriority}: a process, which on Linux is one thread. */
  private static final int PRIO_PROCESS = 0;

  /**
   * A seventieth of a processor that one other thread wants. Not the idle policy, which leaves
   * less: a thread in Java code has to run for a moment whenever the JVM wants an answer of all
   * threads, and no collection begins meanwhile. Beside loops on all processors that took up to two
   * seconds, and takes a quarter of one like this.
   */
  private static final int LOWEST = 19;

  private NativeThread() {}

  /** The calling thread's number; 0 where there is none. */
  public static long ownId() {
    if (!LINUX) {
      return 0;
    }
    try {
      return Long.parseLong(Files.readSymbolicLink(SELF).getFileName().toString());
    } catch (IOException | RuntimeException e) {
      LOG.debug("The system does not tell a thread's number", e);
      return 0;
    }
  }

  /** Gives a thread as little of a processor that others want as there is; whether that worked. */
  public static boolean lower(long nativeId) {
    return LINUX
        && nativeId != 0
        && NativeThread.class.getModule().isNativeAccessEnabled()
        && Priority.lower(nativeId);
  }

  /** Loaded when the first thread is lowered: linking costs tens of milliseconds. */
  private static final class Priority {
    private static final @Nullable MethodHandle SET = find();

    private Priority() {}

    static boolean lower(long nativeId) {
      MethodHandle set = SET;
      if (set == null) {
        return false;
      }
      try {
        return (int) set.invokeExact(PRIO_PROCESS, (int) nativeId, LOWEST) == 0;
      } catch (Throwable e) {
        LOG.warn("A thread could not be lowered id={}", nativeId, e);
        return false;
      }
    }

    @SuppressWarnings("restricted") // asked for before: see isNativeAccessEnabled
    private static @Nullable MethodHandle find() {
      try {
        Linker linker = Linker.nativeLinker();
        return linker
            .defaultLookup()
            .find("setpriority")
            .map(address ->
                linker.downcallHandle(
                    address,
                    FunctionDescriptor.of(
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT)))
            .orElse(null);
      } catch (RuntimeException | LinkageError e) {
        LOG.warn("Threads cannot be lowered on this system", e);
        return null;
      }
    }
  }
}
