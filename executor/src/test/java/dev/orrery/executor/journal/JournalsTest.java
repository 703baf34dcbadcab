package dev.orrery.executor.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.value.Usd;
import dev.orrery.executor.order.BrokerEvent;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class JournalsTest {
  private static final AccountEntry FIRST = deposit("a", 100);
  private static final AccountEntry SECOND = deposit("b", 200);

  private static final JournalEntry DECISION = out -> out.begin("decision");

  @Test
  void memoryKeepsEachDeploymentsHistoryApart() {
    MemoryJournal journal = new MemoryJournal();
    long first = journal.append("one", List.of(FIRST, DECISION));
    long second = journal.append("two", List.of(SECOND));
    assertThat(second).isGreaterThan(first);
    assertThat(journal.history("one").entries()).containsExactly(FIRST);
    assertThat(journal.history("two").entries()).containsExactly(SECOND);
    assertThat(journal.entries()).hasSize(3);
  }

  @Test
  void digestTellsOrderAndContentAndNothingElse() {
    DigestJournal whole = new DigestJournal();
    whole.append("one", List.of(FIRST, SECOND));
    DigestJournal apart = new DigestJournal();
    apart.append("other", List.of(FIRST));
    apart.append("other", List.of(SECOND));
    DigestJournal swapped = new DigestJournal();
    swapped.append("one", List.of(SECOND, FIRST));
    assertThat(apart.digest()).isEqualTo(whole.digest()).isNotEqualTo(swapped.digest());
    assertThat(whole.entries()).isEqualTo(2);
    assertThat(whole.accountEntries()).isEqualTo(2);
  }

  private static AccountEntry deposit(String id, long amount) {
    return new AccountEntry.Told(
        new BrokerEvent.Deposited(id, Usd.of(amount), Instant.ofEpochMilli(0)));
  }
}
