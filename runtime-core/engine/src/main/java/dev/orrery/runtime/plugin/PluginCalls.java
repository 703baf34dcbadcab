package dev.orrery.runtime.plugin;

import dev.orrery.kernel.ProblemException;
import dev.orrery.runtime.bytecode.GatedLoader;
import dev.orrery.runtime.isolation.AbandonedThreads;
import dev.orrery.runtime.isolation.Ladder;
import dev.orrery.runtime.isolation.LineStream;
import dev.orrery.runtime.isolation.NativeThread;
import dev.orrery.runtime.isolation.PluginOutput;
import dev.orrery.runtime.isolation.ProcessDefaults;
import java.time.Duration;
import java.util.List;
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
 * <p>A call over the deadline climbs the {@link Ladder}: its thread is interrupted, then condemned
 * at the gate of its loader; one that does not end even so, because it is within the JDK, is given
 * up and stays condemned. Thread-safe.
 */
final class PluginCalls implements PluginOutput.Source {
  private final Duration deadline;
  private final Ladder ladder;
  private final AbandonedThreads abandoned;
  private final Map<Thread, PluginPrints> printing = new ConcurrentHashMap<>();

  PluginCalls(Duration deadline, Ladder ladder, AbandonedThreads abandoned) {
    this.deadline = deadline;
    this.ladder = ladder;
    this.abandoned = abandoned;
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
   * @throws PluginFault when it throws, does not return in time, or changes what the process shares
   * @throws ProblemException when our own code within the call found fault
   */
  <T extends @Nullable Object> T call(ClassLoader loader, String what, Callable<T> call)
      throws PluginFault {
    Call<T> made = new Call<>(loader, what, call);
    made.thread.start();
    Outcome<T> outcome = await(made);
    if (outcome.ours() != null) {
      throw outcome.ours();
    }
    if (outcome.fault() != null) {
      throw outcome.fault();
    }
    return outcome.value();
  }

  @Override
  public @Nullable LineStream output(boolean error) {
    PluginPrints prints = printing.get(Thread.currentThread());
    return prints == null ? null : prints.stream(error);
  }

  private <T extends @Nullable Object> Outcome<T> await(Call<T> call) throws PluginFault {
    try {
      return call.done.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      giveUp(call);
      throw new PluginFault(
          call.what + " did not return within " + deadline.toMillis() + " ms",
          "let it return at once: work belongs into decide");
    } catch (InterruptedException e) {
      giveUp(call);
      Thread.currentThread().interrupt();
      throw new PluginFault(call.what + " was not waited for: the runtime is stopping", "");
    } catch (ExecutionException e) {
      throw new IllegalStateException("an outcome is never a failure", e);
    }
  }

  private void giveUp(Call<?> call) {
    Thread thread = call.thread;
    thread.interrupt();
    boolean interrupted = !ends(thread, ladder.pollAfter());
    if (thread.isAlive()) {
      call.condemn();
      interrupted |= !ends(thread, ladder.quarantineAfter());
      if (thread.isAlive()) {
        abandoned.add(thread, call.nativeId, call.what);
      }
      if (!thread.isAlive()) {
        call.forget(); // it may have ended before it was condemned
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits a moment for it; false when we were interrupted meanwhile. */
  private static boolean ends(Thread thread, Duration longest) {
    try {
      thread.join(longest);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  /** One call, on a thread of its own. */
  private final class Call<T extends @Nullable Object> implements Runnable {
    private final ClassLoader loader;
    private final String what;
    private final Callable<T> body;
    private final CompletableFuture<Outcome<T>> done = new CompletableFuture<>();
    private final Thread thread;
    private volatile long nativeId;

    Call(ClassLoader loader, String what, Callable<T> body) {
      this.loader = loader;
      this.what = what;
      this.body = body;
      this.thread =
          Thread.ofPlatform()
              .name("plugin-call " + what)
              .daemon()
              .inheritInheritableThreadLocals(false)
              .unstarted(this);
      thread.setContextClassLoader(loader);
    }

    @Override
    public void run() {
      nativeId = NativeThread.ownId();
      PluginPrints prints = new PluginPrints(what);
      printing.put(thread, prints);
      try {
        done.complete(outcome());
      } finally {
        printing.remove(thread);
        prints.finish();
        forget();
      }
    }

    @SuppressWarnings("NullAway") // no answer where there is a fault
    private Outcome<T> outcome() {
      ProcessDefaults before = new ProcessDefaults();
      Outcome<T> outcome;
      try {
        outcome = new Outcome<>(body.call(), null, null);
      } catch (ProblemException e) {
        outcome = new Outcome<>(null, null, e);
      } catch (PluginFault e) {
        outcome = new Outcome<>(null, e, null);
      } catch (Throwable e) {
        String fault = what + " threw " + ThrownText.of(e);
        outcome = new Outcome<>(null, new PluginFault(fault, ThrownText.wayOut(e)), null);
      }
      List<ProcessDefaults.Change> changed = before.areUntouched() ? List.of() : before.restore();
      return changed.isEmpty()
          ? outcome
          : new Outcome<>(
              null,
              new PluginFault(
                  what + " " + ProcessDefaults.told(changed),
                  "leave it alone: name a locale or zone where one is needed"),
              null);
    }

    void condemn() {
      if (loader instanceof GatedLoader gated) {
        gated.gate().raise(thread, what + " was given up");
        thread.interrupt(); // it may have swallowed the first one and wait again, where no poll is
      }
    }

    void forget() {
      if (loader instanceof GatedLoader gated) {
        gated.gate().lower(thread);
      }
      abandoned.remove(thread);
    }
  }
}
