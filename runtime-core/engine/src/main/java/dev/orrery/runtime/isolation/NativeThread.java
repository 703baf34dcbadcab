package dev.orrery.runtime.isolation;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
   * So much nicer than it was: a tenth of what it got before beside others (weight 110 beside 1024,
   * {@code sched_prio_to_weight} of the kernel). Not the least there is: a thread in Java code has
   * to run for a moment whenever the JVM wants an answer of all threads, and no gate is raised and
   * no collection begins meanwhile. Beside loops on all processors that takes up to two seconds at
   * the idle policy, and a quarter of one at nice 19.
   */
  private static final int LOWER = 10;

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

  /** Gives a thread little of a processor that others want; whether that worked. */
  public static boolean lower(long nativeId) {
    return LINUX
        && nativeId != 0
        && NativeThread.class.getModule().isNativeAccessEnabled()
        && Priority.lower(nativeId);
  }

  /** Loaded when the first thread is lowered: linking costs tens of milliseconds. */
  private static final class Priority {
    private static final Linker LINKER = Linker.nativeLinker();

    /** {@code setpriority(which, who, value)}. */
    private static final @Nullable MethodHandle SET = find("setpriority", 3);

    /** {@code getpriority(which, who)}. */
    private static final @Nullable MethodHandle GET = find("getpriority", 2);

    private Priority() {}

    static boolean lower(long nativeId) {
      MethodHandle get = GET;
      MethodHandle set = SET;
      if (get == null || set == null) {
        return false;
      }
      try {
        int now = (int) get.invokeExact(PRIO_PROCESS, (int) nativeId);
        int low = Math.min(now + LOWER, LOWEST);
        return (int) set.invokeExact(PRIO_PROCESS, (int) nativeId, low) == 0;
      } catch (Throwable e) {
        LOG.warn("A thread could not be lowered id={}", nativeId, e);
        return false;
      }
    }

    @SuppressWarnings("restricted") // asked for before: see isNativeAccessEnabled
    private static @Nullable MethodHandle find(String name, int arguments) {
      MemoryLayout[] ints = new MemoryLayout[arguments];
      Arrays.fill(ints, ValueLayout.JAVA_INT);
      FunctionDescriptor shape = FunctionDescriptor.of(ValueLayout.JAVA_INT, ints);
      try {
        return LINKER
            .defaultLookup()
            .find(name)
            .map(address -> LINKER.downcallHandle(address, shape))
            .orElse(null);
      } catch (RuntimeException | LinkageError e) {
        LOG.warn("Threads cannot be lowered on this system", e);
        return null;
      }
    }
  }
}
