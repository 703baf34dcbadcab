package dev.orrery.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.journal.JournalEntry;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.ProblemException;
import dev.orrery.market.MarketBoard;
import dev.orrery.market.MarketEvent;
import dev.orrery.market.MarketListener;
import dev.orrery.market.replay.Replay;
import dev.orrery.runtime.recording.CursorRecorded;
import dev.orrery.runtime.recording.DecisionRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the journal holds is enough to go on, wherever it was cut off. */
class RestartTest {
  @TempDir private static Path folder;
  private static Path jar;

  @BeforeAll
  static void compile() {
    jar = Traders.jar(folder);
  }

  @Test
  void goesOnAsIfNothingHadHappenedOverTrades() throws Exception {
    continuesFromAnywhere(Replay.of(TestFiles.trades(folder, 1_800, 11), "BTC"));
  }

  @Test
  void goesOnAsIfNothingHadHappenedOverBars() throws Exception {
    continuesFromAnywhere(Replay.of(TestFiles.bars(folder, 200, 12), "BTC"));
  }

  @Test
  void refusesAMarketThatBeginsBeforeWhatTheJournalHas() throws Exception {
    Rig first = new Rig();
    Path was = TestFiles.bars(folder, 120, 21);
    run(first, Replay.of(was, "BTC").laps(1).speed(Rig.NO_WAIT));
    Path other = TestFiles.bars(folder, 120, 22);
    Replay market = Replay.of(other, "BTC").laps(1).speed(Rig.NO_WAIT);
    Rig again = Rig.after(first.journal.groups());
    int before = again.journal.groups().size();
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> again.over(jar, market).build())
        .satisfies(refused -> {
          assertThat(refused.exit()).isEqualTo(ExitCode.CONFIGURATION);
          assertThat(refused.problems().getFirst().line())
              .startsWith("market " + market.describe() + ": begins at ")
              .contains("up to which this journal has decisions", "--data-dir");
        });
    assertThat(again.journal.groups()).hasSize(before);
  }

  private static void continuesFromAnywhere(Replay file) throws Exception {
    Replay market = file.laps(1).speed(Rig.NO_WAIT);
    Rig whole = new Rig();
    List<String> equities = run(whole, market);
    List<Integer> cuts = rowEnds(whole.journal.groups());
    assertThat(cuts).hasSizeGreaterThan(20);
    for (int part = 1; part < 5; part++) {
      int cut = cuts.get(cuts.size() * part / 5);
      Rig rest = Rig.after(whole.journal.groups().subList(0, cut));
      List<String> after = run(rest, market);
      assertThat(rest.repeatable())
          .as("cut after group %d", cut)
          .containsExactlyElementsOf(whole.repeatable());
      assertThat(after).isEqualTo(equities);
      assertNoDecisionTwice(rest);
    }
  }

  @Test
  void goesOnFromAStandingWithoutTheEntriesThatItSumsUp() throws Exception {
    Replay file = Replay.of(TestFiles.trades(folder, 1_800, 11), "BTC");
    Replay market = file.laps(1).speed(Rig.NO_WAIT);
    Rig whole = new Rig();
    List<String> equities = run(whole, market);
    List<Integer> cuts = rowEnds(whole.journal.groups());
    for (int part = 1; part < 5; part++) {
      int cut = cuts.get(cuts.size() * part / 5);
      List<GroupJournal.Group> before = whole.journal.groups().subList(0, cut);
      Rig rest = Rig.after(summedUp(before, market));
      int summed = rest.repeatable().size();
      assertThat(run(rest, market)).isEqualTo(equities);
      List<String> all = whole.repeatable();
      int kept = Rig.after(before).repeatable().size();
      assertThat(rest.repeatable().subList(summed, rest.repeatable().size()))
          .as("after group %d", cut)
          .containsExactlyElementsOf(all.subList(kept, all.size()));
    }
  }

  @Test
  void foldsEverythingWhenAStandingCannotBeRead() throws Exception {
    Replay file = Replay.of(TestFiles.trades(folder, 1_800, 11), "BTC");
    Replay market = file.laps(1).speed(Rig.NO_WAIT);
    Rig whole = new Rig();
    List<String> equities = run(whole, market);
    List<Integer> cuts = rowEnds(whole.journal.groups());
    int cut = cuts.get(cuts.size() / 2);
    List<GroupJournal.Group> before = whole.journal.groups().subList(0, cut);
    String deployment = before.getFirst().deployment();
    AccountEntry.Standing sound = standing(summedUp(before, market));
    for (AccountEntry.Standing broken :
        List.of(
            new AccountEntry.Standing("6:book 9", sound.broker(), sound.at()),
            new AccountEntry.Standing(sound.book(), "7:paper 9", sound.at()),
            new AccountEntry.Standing(half(sound.book()), sound.broker(), sound.at()),
            new AccountEntry.Standing(sound.book(), sound.broker() + "1:x", sound.at()))) {
      List<GroupJournal.Group> groups = new ArrayList<>(before);
      groups.add(new GroupJournal.Group(deployment, List.of(broken)));
      Rig rest = Rig.after(groups);
      assertThat(run(rest, market)).as("%s", broken).isEqualTo(equities);
    }
  }

  private static AccountEntry.Standing standing(List<GroupJournal.Group> groups) {
    return groups.stream()
        .flatMap(group -> group.entries().stream())
        .filter(AccountEntry.Standing.class::isInstance)
        .map(AccountEntry.Standing.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static String half(String text) {
    return text.substring(0, text.length() / 2);
  }

  /** What a journal holds, with each account's entries in one. */
  private static List<GroupJournal.Group> summedUp(List<GroupJournal.Group> groups, Replay market)
      throws Exception {
    Rig rig = Rig.after(groups);
    try (StrategyRuntime runtime = rig.over(jar, market).build()) {
      runtime.keepStandings(1);
    }
    List<GroupJournal.Group> kept = new ArrayList<>();
    for (GroupJournal.Group group : rig.journal.groups()) {
      kept.add(
          new GroupJournal.Group(
              group.deployment(),
              group.entries().stream()
                  .filter(entry ->
                      !(entry instanceof AccountEntry) || entry instanceof AccountEntry.Standing)
                  .toList()));
    }
    assertThat(kept.stream().flatMap(group -> group.entries().stream()))
        .anyMatch(AccountEntry.Standing.class::isInstance);
    return kept;
  }

  /** Wherever a group is the last one of its row. */
  private static List<Integer> rowEnds(List<GroupJournal.Group> groups) {
    List<Integer> ends = new ArrayList<>();
    for (int i = 1; i < groups.size(); i++) {
      if (row(groups.get(i)) > row(groups.get(i - 1))) {
        ends.add(i);
      }
    }
    return ends;
  }

  private static long row(GroupJournal.Group group) {
    JournalEntry last = group.entries().getLast();
    return last instanceof CursorRecorded cursor ? cursor.position().row() : -1;
  }

  private static void assertNoDecisionTwice(Rig rig) {
    Set<String> ids = new HashSet<>();
    for (DecisionRecord decision : rig.decisions()) {
      assertThat(ids.add(decision.id())).as(decision.toString()).isTrue();
    }
  }

  private static List<String> run(Rig rig, Replay market) throws Exception {
    try (StrategyRuntime runtime = rig.over(jar, market).build()) {
      runtime.board().listen(MarketBoard.Phase.FIRINGS, events(runtime));
      Rig.play(runtime);
      return Rig.equities(runtime);
    }
  }

  /** Knows nothing of what was before: what it tells depends on one row alone. */
  private static MarketListener events(StrategyRuntime runtime) {
    return (event, now) -> {
      boolean odd = event.time() / 250 % 97 == 0 || event.time() / 60_000 % 7 == 0;
      if (odd && (event instanceof MarketEvent.Trade || event instanceof MarketEvent.Bar)) {
        runtime.publish("jump", "at " + event.time(), "jump:" + event.time());
      }
    };
  }
}
