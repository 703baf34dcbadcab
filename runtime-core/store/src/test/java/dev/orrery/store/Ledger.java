package dev.orrery.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.value.Usd;
import dev.orrery.database.Database;
import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.journal.JournalEntry;
import dev.orrery.executor.journal.OrderJournal;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.runtime.recording.LogRecorded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Numbered groups, each with two entries of the account, one with the group's first number and one
 * with its last, and a log line: what is lost, doubled, torn or out of order shows.
 */
final class Ledger {
  private static final Instant AT = Instant.ofEpochMilli(JournalFixture.AS_OF);

  private final String deployment;
  private long appended;

  Ledger(String deployment) {
    this.deployment = deployment;
  }

  /** One more group. */
  long append(OrderJournal journal) {
    return journal.append(deployment, group(appended++));
  }

  /** How many groups were appended. */
  long appended() {
    return appended;
  }

  /** Goes on behind what is there. */
  void resume(long groups) {
    appended = groups;
  }

  private List<JournalEntry> group(long number) {
    return List.of(
        told(number + "a"),
        new LogRecorded(deployment, JournalFixture.AS_OF, "info", "n", "" + number, Map.of()),
        told(number + "b"));
  }

  private static AccountEntry told(String id) {
    return new AccountEntry.Told(new BrokerEvent.Deposited(id, Usd.of(1), AT));
  }

  /** Exactly the first groups are there, once each, whole and in order; tells how many. */
  static long whole(OrderJournal journal, Database database, String deployment) {
    List<AccountEntry> entries = journal.history(deployment).entries();
    List<AccountEntry> expected = new ArrayList<>();
    for (int i = 0; i < entries.size() / 2; i++) {
      expected.add(told(i + "a"));
      expected.add(told(i + "b"));
    }
    assertThat(entries).isEqualTo(expected);
    List<Long> logged =
        database
            .jdbi()
            .withHandle(handle ->
                handle
                    .createQuery(
                        "select message::bigint from agent_logs where deployment_id = :d::uuid order by id")
                    .bind("d", deployment)
                    .mapTo(Long.class)
                    .list());
    assertThat(logged).hasSize(expected.size() / 2).isSorted().doesNotHaveDuplicates();
    return expected.size() / 2;
  }
}
