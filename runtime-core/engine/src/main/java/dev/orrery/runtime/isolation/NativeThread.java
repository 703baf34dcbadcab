package dev.orrery.runtime.isolation;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
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

  /** Runs only when a processor has nothing else to do; any thread may be put there. */
  private static final int SCHED_IDLE = 5;

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

  /** Lets a thread run only when nobody else wants the processor; whether that worked. */
  public static boolean lower(long nativeId) {
    return LINUX
        && nativeId != 0
        && NativeThread.class.getModule().isNativeAccessEnabled()
        && Scheduler.idle(nativeId);
  }

  /** Loaded when the first thread is lowered: linking costs tens of milliseconds. */
  private static final class Scheduler {
    private static final @Nullable MethodHandle SET = find();

    private Scheduler() {}

    static boolean idle(long nativeId) {
      MethodHandle set = SET;
      if (set == null) {
        return false;
      }
      try {
        // struct sched_param has the priority alone, which is 0 for this policy.
        MemorySegment none = Arena.ofAuto().allocate(ValueLayout.JAVA_INT);
        return (int) set.invokeExact((int) nativeId, SCHED_IDLE, none) == 0;
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
            .find("sched_setscheduler")
            .map(address ->
                linker.downcallHandle(
                    address,
                    FunctionDescriptor.of(
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS)))
            .orElse(null);
      } catch (RuntimeException | LinkageError e) {
        LOG.warn("Threads cannot be lowered on this system", e);
        return null;
      }
    }
  }
}
