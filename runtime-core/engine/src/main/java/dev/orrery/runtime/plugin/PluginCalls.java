package dev.orrery.runtime.plugin;

import dev.orrery.kernel.ProblemException;
import dev.orrery.runtime.bytecode.GatedLoader;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The way into plugin code while it is loaded, asked and closed: each call on a thread of its own,
 * with the plugin's context loader, a deadline, and every {@code Throwable} caught. A thread of its
 * own, because a thread-local that a plugin leaves on a shared one would keep its class loader.
 * Whatever comes out of a plugin must be copied within the call: its collections are its code.
 *
 * <p>A call over the deadline is interrupted; a thread that does not end then is condemned at the
 * gate of its loader; one that does not end even so, because it is within the JDK, is abandoned and
 * counted, and stays condemned. Thread-safe.
 */
final class PluginCalls {
  private static final Duration GRACE = Duration.ofMillis(250);

  private final Duration deadline;

  /** With the loader whose gate they are condemned at. */
  private final Map<Thread, ClassLoader> abandoned = new ConcurrentHashMap<>();

  PluginCalls(Duration deadline) {
    this.deadline = deadline;
  }

  /** A step without an answer. */
  @FunctionalInterface
  interface Step {
    void run() throws Exception;
  }

  /** Either an answer or what went wrong, in words made within the plugin's thread. */
  private record Outcome<T extends @Nullable Object>(
      T value, @Nullable PluginFault fault, @Nullable ProblemException ours) {}

  /** As {@link #call}, without an answer. */
  void run(ClassLoader loader, String what, Step step) throws PluginFault {
    this.<@Nullable Void>call(
        loader,
        what,
        () -> {
          step.run();
          return null;
        });
  }

  /**
   * The answer of a call.
   *
   * @param what names the call for people: {@code the constructor of com.example.Grid}
   * @throws PluginFault when it throws or does not return in time
   * @throws ProblemException when our own code within the call found fault
   */
  <T extends @Nullable Object> T call(ClassLoader loader, String what, Callable<T> call)
      throws PluginFault {
    CompletableFuture<Outcome<T>> done = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform()
            .name("plugin-call " + what)
            .daemon()
            .inheritInheritableThreadLocals(false)
            .unstarted(() -> done.complete(outcome(what, call)));
    thread.setContextClassLoader(loader);
    thread.start();
    Outcome<T> outcome = await(thread, loader, what, done);
    if (outcome.ours() != null) {
      throw outcome.ours();
    }
    if (outcome.fault() != null) {
      throw outcome.fault();
    }
    return outcome.value();
  }

  /** How many threads are still in plugin code that was given up. */
  int abandonedThreads() {
    abandoned.forEach((thread, loader) -> {
      if (!thread.isAlive()) {
        forget(thread, loader);
      }
    });
    return abandoned.size();
  }

  @SuppressWarnings("NullAway") // no answer where there is a fault
  private static <T extends @Nullable Object> Outcome<T> outcome(String what, Callable<T> call) {
    try {
      return new Outcome<>(call.call(), null, null);
    } catch (ProblemException e) {
      return new Outcome<>(null, null, e);
    } catch (PluginFault e) {
      return new Outcome<>(null, e, null);
    } catch (Throwable e) {
      String fault = what + " threw " + ThrownText.of(e);
      return new Outcome<>(null, new PluginFault(fault, ThrownText.wayOut(e)), null);
    }
  }

  private <T extends @Nullable Object> Outcome<T> await(
      Thread thread, ClassLoader loader, String what, CompletableFuture<Outcome<T>> done)
      throws PluginFault {
    try {
      return done.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      giveUp(thread, loader, what);
      throw new PluginFault(
          what + " did not return within " + deadline.toMillis() + " ms",
          "let it return at once: work belongs into decide");
    } catch (InterruptedException e) {
      giveUp(thread, loader, what);
      Thread.currentThread().interrupt();
      throw new PluginFault(what + " was not waited for: the runtime is stopping", "");
    } catch (ExecutionException e) {
      throw new IllegalStateException("an outcome is never a failure", e);
    }
  }

  private void giveUp(Thread thread, ClassLoader loader, String what) {
    thread.interrupt();
    boolean interrupted = !ends(thread);
    if (thread.isAlive()) {
      abandoned.put(thread, loader);
      if (loader instanceof GatedLoader gated) {
        gated.gate().raise(thread, what + " was given up");
        interrupted |= !ends(thread);
      }
      if (!thread.isAlive()) {
        forget(thread, loader);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits a moment for it; false when we were interrupted meanwhile. */
  private static boolean ends(Thread thread) {
    try {
      thread.join(GRACE);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  private void forget(Thread thread, ClassLoader loader) {
    if (loader instanceof GatedLoader gated) {
      gated.gate().lower(thread);
    }
    abandoned.remove(thread);
  }
}
