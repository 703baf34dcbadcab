package dev.orrery.backtest.optimize;

import dev.orrery.backtest.Backtest;
import dev.orrery.backtest.LoadedBacktest;
import dev.orrery.backtest.Measured;
import dev.orrery.backtest.Progress;
import dev.orrery.backtest.optimize.OptimizeResult.Ranked;
import dev.orrery.backtest.optimize.OptimizeResult.Refused;
import dev.orrery.backtest.optimize.OptimizeResult.WindowResult;
import dev.orrery.config.Names;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.runtime.plugin.StrategyDescriptor;
import dev.orrery.runtime.plugin.StrategyParameter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs a backtest with many combinations of parameters. Settings are filled in, then {@link #run}.
 * The same search gives the same result, however many threads run it. Confined to one thread.
 */
public final class Optimizer {
  private static final int ALL = 0;

  private final Backtest backtest;
  private final ParameterSpace space;
  private int drawn = ALL;
  private long seed;
  private int threads = Runtime.getRuntime().availableProcessors();
  private Metric metric = Metric.SHARPE;
  private @Nullable WalkForward walkForward;
  private @Nullable Path folder;
  private Progress progress = Progress.UNHEARD;

  private Optimizer(Backtest backtest, ParameterSpace space) {
    this.backtest = backtest;
    this.space = space;
  }

  /** Over a backtest, which is not heard of its own progress, and these parameters of it. */
  public static Optimizer over(Backtest backtest, ParameterSpace space) {
    return new Optimizer(backtest, space);
  }

  /** So many combinations drawn with this seed, instead of all. */
  public Optimizer random(int count, long newSeed) {
    drawn = count;
    seed = newSeed;
    return this;
  }

  /** On so many threads; as many as there are processors without. */
  public Optimizer threads(int count) {
    threads = Math.max(1, count);
    return this;
  }

  /** What is looked for. */
  public Optimizer metric(Metric wanted) {
    metric = wanted;
    return this;
  }

  /** In windows that roll over the range. */
  public Optimizer walkForward(WalkForward windows) {
    walkForward = windows;
    return this;
  }

  /** Keeps what was run in a folder, and goes on from what is there. */
  public Optimizer folder(Path results) {
    folder = results;
    return this;
  }

  /** Hears of each trial that is done, on whichever thread ran it, one at a time. */
  public Optimizer progress(Progress listener) {
    progress = listener;
    return this;
  }

  /**
   * Searches.
   *
   * @throws ProblemException with what is wrong: a parameter that there is not, no combination that
   *     fits, data, jar, windows, a folder with results of something else
   */
  public OptimizeResult run() {
    try (LoadedBacktest loaded = backtest.load()) {
      requireNames(loaded.strategy());
      List<Refused> refused = new ArrayList<>();
      List<Map<String, String>> fitting = fitting(loaded, refused);
      Search search = new Search(loaded, fitting, refused, kept(loaded));
      return walkForward == null ? search.whole() : search.windows(walkForward);
    }
  }

  private void requireNames(StrategyDescriptor strategy) {
    List<String> known = strategy.parameters().stream().map(StrategyParameter::name).toList();
    List<Problem> problems = new ArrayList<>();
    for (Axis axis : space.axes()) {
      if (!known.contains(axis.name())) {
        problems.add(
            Problem.configuration(
                "grid " + axis.name(),
                "is no parameter of " + strategy.name(),
                known.isEmpty() ? "it takes none" : Names.wayOut(axis.name(), known)));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems, null);
    }
  }

  private List<Map<String, String>> fitting(LoadedBacktest loaded, List<Refused> refused) {
    List<Map<String, String>> all = drawn == ALL ? space.all() : space.drawn(drawn, seed);
    List<Map<String, String>> fitting = new ArrayList<>();
    for (Map<String, String> each : all) {
      try {
        loaded.check(each);
        fitting.add(each);
      } catch (ProblemException e) {
        refused.add(new Refused(each, e.problems().getFirst().line()));
      }
    }
    if (fitting.isEmpty()) {
      throw new ProblemException(
          Problem.configuration(
              "the grid",
              "has no combination that " + loaded.strategy().name() + " takes",
              "of " + all.size() + " the first: " + refused.getFirst().why()));
    }
    return fitting;
  }

  private @Nullable ResultsFile kept(LoadedBacktest loaded) {
    Path results = folder;
    List<String> names = space.axes().stream().map(Axis::name).toList();
    return results == null ? null : ResultsFile.open(results, names, loaded.settings());
  }

  /** One search under way. */
  private final class Search {
    private final LoadedBacktest loaded;
    private final List<Map<String, String>> combinations;
    private final List<Refused> refused;
    private final @Nullable ResultsFile kept;
    private final int resumed;
    private final List<String> warnings = new ArrayList<>();

    Search(
        LoadedBacktest loaded,
        List<Map<String, String>> combinations,
        List<Refused> refused,
        @Nullable ResultsFile kept) {
      this.loaded = loaded;
      this.combinations = combinations;
      this.refused = refused;
      this.kept = kept;
      this.resumed = kept == null ? 0 : kept.size();
    }

    OptimizeResult whole() {
      List<Trial> trials = combinations.stream().map(it -> new Trial(it, null, null)).toList();
      Map<Trial, Score> scores =
          new TrialRunner(backtest, threads, progress, trials.size()).scores(trials, kept);
      List<Ranked> ranked = ranked(scores);
      Score best = ranked.getFirst().score();
      List<Score> ran = scores.values().stream().filter(Score::ran).toList();
      Optional<DeflatedSharpe> deflated = DeflatedSharpe.of(best, ran);
      Warnings.ofScores(scores.values(), best, warnings);
      deflated.ifPresent(it -> Warnings.ofLuck(it, warnings));
      requirePure(ranked.getFirst());
      return result(ranked, deflated, List.of(), Optional.empty());
    }

    /** The best once more, by itself: what it kept from runs before would show. */
    private void requirePure(Ranked best) {
      if (!best.score().ran()) {
        return;
      }
      try (LoadedBacktest fresh = backtest.load()) {
        Score again = Score.of(fresh.run(best.parameters()));
        if (!again.digest().equals(best.score().digest())) {
          Warnings.ofMemory(warnings);
        }
      }
    }

    OptimizeResult windows(WalkForward by) {
      List<WalkForward.Window> windows = by.windows(loaded.first(), loaded.last());
      List<Trial> training = new ArrayList<>();
      for (WalkForward.Window window : windows) {
        combinations.forEach(it -> training.add(new Trial(it, window.from(), window.split())));
      }
      TrialRunner runner =
          new TrialRunner(backtest, threads, progress, training.size() + windows.size());
      Map<Trial, Score> scores = runner.scores(training, kept);
      List<Ranked> best = windows.stream().map(window -> best(window, scores)).toList();
      List<Trial> tests = new ArrayList<>();
      for (int i = 0; i < windows.size(); i++) {
        WalkForward.Window window = windows.get(i);
        tests.add(new Trial(best.get(i).parameters(), window.split(), window.until()));
      }
      Map<Trial, @Nullable Measured> tested = runner.results(tests);
      JoinedTests joined = new JoinedTests();
      List<WindowResult> results = new ArrayList<>();
      for (int i = 0; i < windows.size(); i++) {
        Measured test = Objects.requireNonNull(tested.get(tests.get(i)));
        joined.add(test);
        results.add(
            new WindowResult(
                windows.get(i), best.get(i).parameters(), best.get(i).score(), Score.of(test)));
      }
      Warnings.ofWindows(results, warnings);
      return result(List.of(), Optional.empty(), results, joined.joined());
    }

    private Ranked best(WalkForward.Window window, Map<Trial, Score> scores) {
      return combinations.stream()
          .map(it ->
              new Ranked(
                  it,
                  Objects.requireNonNull(scores.get(new Trial(it, window.from(), window.split())))))
          .min(order())
          .orElseThrow();
    }

    private List<Ranked> ranked(Map<Trial, Score> scores) {
      return scores.entrySet().stream()
          .map(each -> new Ranked(each.getKey().parameters(), each.getValue()))
          .sorted(order())
          .toList();
    }

    /** The best first; what cannot be told last; of equals the one that was named first. */
    private Comparator<Ranked> order() {
      return Comparator.comparingDouble(it -> {
        double value = metric.of(it.score());
        return Double.isNaN(value) ? Double.POSITIVE_INFINITY : -value;
      });
    }

    private OptimizeResult result(
        List<Ranked> ranked,
        Optional<DeflatedSharpe> deflated,
        List<WindowResult> windows,
        Optional<OptimizeResult.Joined> joined) {
      return new OptimizeResult(
          loaded.strategy().name(),
          space.axes().stream().map(Axis::name).toList(),
          metric,
          loaded.first(),
          loaded.last(),
          refused,
          resumed,
          ranked,
          deflated,
          windows,
          joined,
          warnings);
    }
  }
}
