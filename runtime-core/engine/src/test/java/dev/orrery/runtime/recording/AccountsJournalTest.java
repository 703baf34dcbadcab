package dev.orrery.runtime.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.value.Usd;
import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.journal.JournalEntry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccountsJournalTest {
  private final AccountsJournal journal = new AccountsJournal();

  @Test
  void keepsWhatAccountsAreFoldedFromAndNothingOfWhatIsDecided() {
    AccountEntry day = new AccountEntry.DayOpened(Usd.of("1"), Instant.EPOCH);
    JournalEntry line = new LogRecorded("d", 0, "info", "log", "text", Map.of());
    for (int i = 0; i < 1_000; i++) {
      journal.append("d", List.of(line, line));
    }
    journal.append("d", List.of(line, day));
    journal.append("other", List.of(line));
    assertThat(journal.kept()).containsExactly(day);
    assertThat(journal.history("d").entries()).containsExactly(day);
    assertThat(journal.history("other").entries()).isEmpty();
  }
}
