package dev.orrery.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.api.action.OrderSize;
import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.PlaceOrder;
import dev.orrery.executor.account.AccountBook;
import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.journal.AccountHistory;
import dev.orrery.executor.journal.StandingReader;
import dev.orrery.executor.journal.StandingWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class StandingTest {
  @RepeatedTest(20)
  void aBookThatGoesOnFromAStandingIsTheOneThatFoldedItAll() {
    Random random = Seeds.random("StandingTest");
    List<AccountEntry> entries =
        RandomFlowTest.play(random, 150).memory.history(Rig.DEPLOYMENT).entries();
    AccountBook whole = AccountBook.restore(new AccountHistory(entries));
    for (int i = 0; i < 20; i++) {
      int cut = random.nextInt(entries.size() + 1);
      AccountBook resumed = AccountBook.restore(after(entries, cut));
      assertThat(resumed.standing()).isEqualTo(whole.standing());
      assertThat(resumed.state().money()).isEqualTo(whole.state().money());
      assertThat(resumed.state().working()).isEqualTo(whole.state().working());
      assertThat(resumed.state().held()).isEqualTo(whole.state().held());
    }
  }

  /** What the journal gives when an account's standing was kept after so many entries. */
  private static AccountHistory after(List<AccountEntry> entries, int cut) {
    AccountBook before = AccountBook.restore(new AccountHistory(entries.subList(0, cut)));
    List<AccountEntry> history = new ArrayList<>(entries.subList(0, cut));
    history.add(new AccountEntry.Standing(before.standing(), "", Instant.EPOCH));
    history.addAll(entries.subList(cut, entries.size()));
    return new AccountHistory(history);
  }

  @Test
  void onlyTheLastStandingAndWhatFollowsIsFolded() {
    AccountEntry first = new AccountEntry.Standing("a", "", Instant.EPOCH);
    AccountEntry last = new AccountEntry.Standing("b", "", Instant.EPOCH);
    assertThat(new AccountHistory(List.of(first, last, first)).sinceStanding())
        .containsExactly(first);
    assertThat(new AccountHistory(List.of(first, last)).sinceStanding()).containsExactly(last);
    assertThat(AccountHistory.empty().sinceStanding()).isEmpty();
  }

  @Test
  void takesTextsAsTheyAreAndRefusesWhatItIsNot() {
    StandingWriter out = new StandingWriter().text("book 1").text("5:a:\n").text("").text(null);
    StandingReader in = new StandingReader(out.toString(), "book 1");
    assertThat(in.text()).isEqualTo("5:a:\n");
    assertThat(in.text()).isEmpty();
    assertThat(in.textOrNull()).isNull();
    assertThatThrownBy(() -> new StandingReader(out.toString(), "paper 1"))
        .hasMessage("a standing of kind 'book 1', not 'paper 1'");
  }

  @Test
  void aDeskKeepsItsStandingOnceNothingIsOnItsWay() {
    Rig rig = Rig.funded(10_000);
    Commitment unsent =
        rig.commit(Rig.WIDE, PlaceOrder.buy("BTC", OrderSize.of("0.01"), OrderTerms.market(), "x"));
    rig.desk.keepStanding("");
    assertThat(standings(rig)).isZero();
    rig.send(unsent);
    long before = rig.desk.unsummed();
    assertThat(before).isPositive();
    rig.desk.keepStanding("");
    assertThat(standings(rig)).isEqualTo(1);
    assertThat(rig.desk.unsummed()).isZero();
    assertThat(rig.desk.orders("firing-0")).hasSize(1);
  }

  private static long standings(Rig rig) {
    return rig.memory.entries().stream().filter(AccountEntry.Standing.class::isInstance).count();
  }
}
