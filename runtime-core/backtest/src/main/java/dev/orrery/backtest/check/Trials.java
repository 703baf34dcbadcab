package dev.orrery.backtest.check;

import dev.orrery.backtest.JarChoice;
import dev.orrery.backtest.check.Playback.Played;
import dev.orrery.kernel.Sha256;
import dev.orrery.market.file.MarketFile;
import dev.orrery.market.replay.Replay;
import dev.orrery.runtime.StrategyRuntime;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Plays a strategy again in every way in which it must decide the same. Confined to one thread. */
final class Trials {
  private final Path jar;
  private final String strategy;
  private final Playback playback;
  private final Replay whole;
  private final long middle;

  Trials(Path jar, String strategy, Playback playback, Replay market) {
    this.jar = jar;
    this.strategy = strategy;
    this.playback = playback;
    this.whole = market.window(Long.MIN_VALUE, Long.MAX_VALUE);
    MarketFile data = market.data();
    long first = data.time(0);
    long last = data.time(data.rows() - 1);
    this.middle = first + (last - first) / 2;
  }

  /**
   * What came of them.
   *
   * @param decisions how many decisions the whole market gave
   * @param digest of them and of all that they led to
   */
  record Outcome(long decisions, Sha256 digest, List<TrialResult> results) {}

  Outcome run() {
    try (JarChoice jars = choice(jar);
        Played reference = playback.play(jars, whole)) {
      List<Seen> expected = reference.seen();
      List<TrialResult> results = new ArrayList<>();
      results.add(again(jars, reference));
      results.add(anew(reference));
      results.add(shorter(expected));
      results.add(exchanged(expected));
      results.add(history());
      long decisions = expected.stream().filter(each -> !each.isSkipped()).count();
      return new Outcome(decisions, reference.journal().digest(), results);
    }
  }

  private TrialResult again(JarChoice jars, Played reference) {
    try (Played played = playback.play(jars, whole)) {
      return whole(Trial.AGAIN, reference, played);
    }
  }

  private TrialResult anew(Played reference) {
    try (JarChoice jars = choice(jar);
        Played played = playback.play(jars, whole)) {
      return whole(Trial.ANEW, reference, played);
    }
  }

  private static TrialResult whole(Trial trial, Played reference, Played played) {
    TrialResult result = Comparison.of(trial, reference.seen(), played.seen());
    Sha256 digest = reference.journal().digest();
    if (result.difference() != null || digest.equals(played.journal().digest())) {
      return result;
    }
    return new TrialResult(
        trial,
        result.compared(),
        new TrialResult.Difference(
            result.compared(),
            Instant.ofEpochMilli(reference.seen().getLast().asOf()),
            reference.seen().getLast().trigger(),
            "the digest of orders and fills",
            digest.hex(),
            played.journal().digest().hex()));
  }

  private TrialResult shorter(List<Seen> expected) {
    try (JarChoice jars = choice(jar);
        Played played = playback.play(jars, whole.window(Long.MIN_VALUE, middle))) {
      List<Seen> seen = played.seen();
      // Alarms due at the very end of data have no row after them to come with.
      List<Seen> before = expected.stream().filter(each -> each.asOf() < middle).toList();
      int count = Math.min(before.size(), seen.size());
      return Comparison.of(Trial.SHORTER, before.subList(0, count), seen.subList(0, count));
    }
  }

  private TrialResult exchanged(List<Seen> expected) {
    try (JarCopy copy = JarCopy.of(jar);
        JarChoice jars = choice(jar);
        Played played =
            playback.play(
                jars,
                whole,
                runtime -> at(runtime, middle, () -> runtime.replacePlugin(jar, copy.file())))) {
      return Comparison.of(Trial.EXCHANGED, expected, played.seen());
    }
  }

  private TrialResult history() {
    List<Seen> few;
    try (JarChoice jars = choice(jar);
        Played played = playback.play(jars, whole.window(middle, Long.MAX_VALUE))) {
      few = asked(played.seen());
    }
    OptionalLong begins = few.stream().mapToLong(Seen::asOf).findFirst();
    if (begins.isEmpty()) {
      return new TrialResult(Trial.HISTORY, 0, null);
    }
    try (JarChoice jars = choice(jar);
        Played played =
            playback.play(
                jars,
                whole,
                runtime -> {
                  runtime.operations(strategy).pause("begins later");
                  at(runtime, begins.getAsLong() - 1, () -> runtime.operations(strategy).resume());
                })) {
      return Comparison.of(Trial.HISTORY, few, asked(played.seen()));
    }
  }

  private static void at(StrategyRuntime runtime, long millis, Runnable task) {
    runtime.timeline().at(millis, task);
  }

  private static List<Seen> asked(List<Seen> all) {
    return all.stream().filter(each -> !each.isSkipped()).toList();
  }

  private static JarChoice choice(Path file) {
    return JarChoice.of(List.of(file));
  }
}
