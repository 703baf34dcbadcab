package dev.orrery.runner.command;

import dev.orrery.deployment.Actor;
import dev.orrery.deployment.Command;
import dev.orrery.deployment.CommandKind;
import dev.orrery.deployment.PanicState;
import dev.orrery.deployment.PanicWatch;
import dev.orrery.kernel.IoFailure;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.runtime.Operations;
import dev.orrery.runtime.StrategyRuntime;
import dev.orrery.runtime.StrategyStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What makes things safer is obeyed at once, whether the database is there or not. With it, a row
 * is written and everything comes of that. Without, it is switched in memory and kept on disk, and
 * the row follows when the database is back. Thread-safe.
 */
public final class SafetyDesk {
  private static final Logger LOG = LoggerFactory.getLogger(SafetyDesk.class);
  private static final Set<CommandKind> SAFER =
      EnumSet.of(CommandKind.PAUSE, CommandKind.FLATTEN, CommandKind.STOP);

  /** Of whoever asks, with a database that may not answer. */
  private static final long PATIENCE_MILLIS = 700;

  private static final long SWITCHED_MILLIS = 300;

  private final StrategyRuntime runtime;
  private final Wishes wishes;
  private final PanicWatch watch;
  private final BooleanSupplier databaseThere;
  private final Executor workers;
  private final InstantSource clock;

  /**
   * Over a runtime.
   *
   * @param databaseThere whether it is worth asking the database, without I/O
   * @param workers ask it
   */
  public SafetyDesk(
      StrategyRuntime runtime,
      Wishes wishes,
      PanicWatch watch,
      BooleanSupplier databaseThere,
      Executor workers,
      InstantSource clock) {
    this.runtime = runtime;
    this.wishes = wishes;
    this.watch = watch;
    this.databaseThere = databaseThere;
    this.workers = workers;
    this.clock = clock;
  }

  /**
   * What came of a panic.
   *
   * @param paused how many strategies are told to pause
   * @param written whether the database knows; otherwise the disk does
   */
  public record Engaged(PanicState state, int paused, boolean written) {}

  /**
   * What came of a command.
   *
   * @param row of the database; null when it is switched, and kept on disk, without one
   */
  public record Sent(@Nullable Command row, Instant at) {}

  /**
   * Engages the panic latch: no order that opens is sent once this was called.
   *
   * @throws ProblemException UNREACHABLE when it is engaged, but neither database nor disk keep it
   */
  public Engaged engage(String reason, Actor actor) {
    Wish wish = Wish.panic(reason, actor.name());
    hold(wish, actor);
    Optional<CompletableFuture<Integer>> kept = keep(wish);
    hold(wish, actor); // whoever found nothing to write before it was kept lets go of the first
    if (kept.isPresent() && drained() && kept.get().isDone()) {
      return new Engaged(watch.state(), kept.get().join(), true);
    }
    List<String> active =
        runtime.strategies().stream()
            .filter(each -> !each.state().equals("paused"))
            .map(StrategyStatus::name)
            .toList();
    active.forEach(
        name -> inMemory(runtime.operations(name), at -> at.pause("panic: " + wish.reason())));
    LOG.warn("panic is engaged without the database paused={} reason={}", active, wish.reason());
    requireKept(kept, "panic");
    return new Engaged(watch.state(), active.size(), false);
  }

  private void hold(Wish panic, Actor actor) {
    watch.hold(new PanicState(true, panic.reason(), actor.text(), clock.instant()));
  }

  /**
   * Sends a command, or obeys it without the database.
   *
   * @param row sends it to the database
   * @throws ProblemException as the row's sender; UNREACHABLE without the database for what makes
   *     nothing safer
   */
  public Sent send(
      String strategy, CommandKind kind, String reason, Actor actor, Supplier<Command> row) {
    if (!SAFER.contains(kind)) {
      requireWritten();
      return new Sent(row.get(), clock.instant());
    }
    Optional<Command> sent = databaseThere.getAsBoolean() ? soon(row) : Optional.empty();
    if (sent.isEmpty()) {
      obey(strategy, new Wish(strategy, kind, reason, actor.name()));
    }
    return new Sent(sent.orElse(null), clock.instant());
  }

  /**
   * Makes sure that nothing safer still waits for the database, before something bolder is done.
   *
   * @throws ProblemException UNREACHABLE when something does
   */
  public void requireWritten() {
    if (waiting() && !drained()) {
      throw new ProblemException(
          Problem.unreachable(
              "database",
              "does not answer, and does not know yet what was switched",
              "ask again when it is back: /health tells"));
    }
  }

  /** Writes what waits for the database, when it is back. */
  public void look() {
    if (waiting() && databaseThere.getAsBoolean()) {
      drain();
    }
  }

  private boolean waiting() {
    return wishes.count() > 0 || watch.held() != null;
  }

  private void obey(String strategy, Wish wish) {
    Operations operations = runtime.operations(strategy);
    Optional<CompletableFuture<Integer>> kept = keep(wish);
    String why = wish.reason();
    switch (wish.kind()) {
      // Stopped in its row when there is one to write; until then it does not tick either.
      case STOP -> inMemory(operations, at -> at.pause("stop: " + why));
      case FLATTEN -> inMemory(operations, at -> at.flatten(why));
      default -> inMemory(operations, at -> at.pause(why));
    }
    LOG.warn("obeyed without the database strategy={} kind={}", strategy, wish.kind().text());
    requireKept(kept, "strategy " + strategy);
  }

  /** A switch is effective before it is durable, and that may wait for a database that hangs. */
  private void inMemory(Operations operations, Consumer<Operations> change) {
    CompletableFuture<Void> switched =
        CompletableFuture.runAsync(() -> change.accept(operations), workers);
    try {
      switched.get(SWITCHED_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.debug("Switched, and not kept yet", e);
    } catch (ExecutionException e) {
      LOG.warn("Switched, and not kept cause={}", String.valueOf(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<CompletableFuture<Integer>> keep(Wish wish) {
    try {
      return Optional.of(wishes.add(wish));
    } catch (IOException e) {
      LOG.error("A switch cannot be kept on disk cause={}", IoFailure.cause(e));
      return Optional.empty();
    }
  }

  private static void requireKept(Optional<CompletableFuture<Integer>> kept, String what) {
    if (kept.isEmpty()) {
      throw new ProblemException(
          Problem.unreachable(
              what,
              "is switched, but neither the database nor the disk keep it",
              "do not end the daemon before one of them does"));
    }
  }

  /** Whether the database answers in time and has everything then. */
  private boolean drained() {
    if (!databaseThere.getAsBoolean()) {
      return false;
    }
    return within(CompletableFuture.supplyAsync(this::drain, workers)).orElse(false)
        && wishes.count() == 0;
  }

  private boolean drain() {
    try {
      PanicState held = watch.held();
      wishes.drain();
      boolean all = wishes.count() == 0;
      if (all) {
        watch.written(held);
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<Command> soon(Supplier<Command> row) {
    return within(CompletableFuture.supplyAsync(row, workers));
  }

  /** What comes of it; empty when that is that the database does not answer in time. */
  private static <T> Optional<T> within(CompletableFuture<T> asked) {
    try {
      return Optional.ofNullable(asked.orTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS).join());
    } catch (CompletionException e) {
      return switch (e.getCause()) {
        case JdbiException _, TimeoutException _ -> Optional.empty();
        case RuntimeException refused -> throw refused;
        case null, default -> throw e;
      };
    }
  }
}
