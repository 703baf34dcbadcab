package dev.orrery.benchmark;

import dev.orrery.backtest.replay.JarSource;
import dev.orrery.backtest.replay.ReplayPass;
import dev.orrery.database.Database;
import dev.orrery.database.EmbeddedServer;
import dev.orrery.kernel.IdSource;
import dev.orrery.kernel.Sha256;
import dev.orrery.market.replay.Replay;
import dev.orrery.runtime.RuntimeBuilder;
import dev.orrery.runtime.StrategyRuntime;
import dev.orrery.runtime.recording.DecisionHistory;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.store.JournalSettings;
import dev.orrery.store.PostgresJournal;
import dev.orrery.store.RecordedDecisions;
import dev.orrery.store.RecordedDecisions.Selection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How many decisions are run again in a second: the bundled strategies trade the bundled market on
 * paper, paced but without waiting, into an embedded PostgreSQL; then all of it is run again, time
 * after time, by the very jars.
 */
final class ReplayRate {
  private static final List<String> STRATEGIES =
      List.of("sma-cross", "grid", "volatility-breakout");
  private static final double NO_WAIT = 1e9;
  private static final int LAPS = 2;

  /** Entries of the whole run: it must not be refused for being fast. */
  private static final int ROOM = 4_000_000;

  private static final int PASSES = 11;
  private static final int WARM = 5;

  private ReplayRate() {}

  /** Runs. */
  public static void main(String[] args) throws InterruptedException {
    Figures figures = new Figures("replay");
    try (Workspace workspace = new Workspace();
        Database database =
            Database.openEmbedded(EmbeddedServer.Settings.in(workspace.path("data")))) {
      database.migrate();
      trade(database, workspace.path("spool"));
      RecordedDecisions recorded = new RecordedDecisions(database);
      JarSource jars = jars();
      double whole = median(() -> rate(taker -> recorded.each(Selection.ALL, taker), jars));
      figures.atLeast("decisions a second, read, made and compared", whole, "", 50_000);
      figures.plain("  read alone", median(() -> read(recorded)), "");
      List<DecisionRecord> kept = new ArrayList<>();
      long count = recorded.each(Selection.ALL, kept::add);
      figures.plain("  made and compared alone", median(() -> rate(kept::forEach, jars)), "");
      figures.plain("  of so many", (double) count, "decisions");
    }
  }

  private static void trade(Database database, Path spool) throws InterruptedException {
    JournalSettings settings = JournalSettings.of(spool, ROOM, 20_000, Duration.ofMillis(50));
    try (PostgresJournal journal =
        PostgresJournal.open(database, settings, IdSource.random(), InstantSource.system())) {
      RuntimeBuilder builder =
          BenchRuntime.runtime(plugins().getFirst())
              .market(Replay.bundled().laps(LAPS).speed(NO_WAIT))
              .journal(new Accepted(journal, (_, _, _, _) -> {}), DecisionHistory.NONE);
      plugins().stream().skip(1).forEach(builder::plugin);
      STRATEGIES.forEach(name -> builder.strategy(name, options -> options.vault("paper:" + name)));
      try (StrategyRuntime runtime = builder.build()) {
        runtime.start();
        runtime.await(Duration.ofMinutes(10));
      }
    }
  }

  private static double rate(ReplayPass.Source source, JarSource jars) {
    try {
      ReplayPass.Tally tally = ReplayPass.over(source, jars, null, false, _ -> {});
      if (tally.different() > 0 || !tally.impossible().isEmpty()) {
        throw new IllegalStateException("did not come out as it was: " + tally);
      }
      return (tally.replayed() + tally.notAsked()) / (tally.took().toNanos() / 1e9);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static double read(RecordedDecisions recorded) {
    long begin = System.nanoTime();
    long count = recorded.each(Selection.ALL, _ -> {});
    return count / ((System.nanoTime() - begin) / 1e9);
  }

  private static double median(Pass pass) {
    double[] rates = new double[PASSES];
    for (int i = 0; i < PASSES; i++) {
      rates[i] = pass.rate();
    }
    double[] counted = Arrays.copyOfRange(rates, WARM, PASSES);
    Arrays.sort(counted);
    return counted[counted.length / 2];
  }

  /**
   * The jars of the bundled strategies, which are on the class path to be found, not to be used.
   */
  private static List<Path> plugins() {
    return STRATEGIES.stream().map(BundledJars::of).toList();
  }

  private static JarSource jars() {
    Map<String, Path> byDigest = new HashMap<>();
    for (Path file : plugins()) {
      try {
        byDigest.put(Sha256.of(Files.readAllBytes(file)).hex(), file);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + file, e);
      }
    }
    return digest -> Optional.ofNullable(byDigest.get(digest));
  }

  /** One pass, and what it measured. */
  private interface Pass {
    double rate();
  }
}
