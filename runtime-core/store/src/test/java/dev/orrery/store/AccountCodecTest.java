package dev.orrery.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.api.value.Usd;
import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.order.BrokerEvent;
import java.time.Instant;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class AccountCodecTest {
  @Test
  void readsBackExactlyWhatItWrote() {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    SampleEntries samples = new SampleEntries(seed);
    TreeSet<String> kinds = new TreeSet<>();
    for (int i = 0; i < 5_000; i++) {
      AccountEntry entry = samples.entry();
      String kind = AccountCodec.kind(entry);
      kinds.add(kind);
      assertThat(AccountReading.read(kind, AccountCodec.body(entry))).isEqualTo(entry);
    }
    assertThat(kinds).hasSize(15);
  }

  @Test
  void replacesOnlyWhatPostgresCannotHold() {
    AccountEntry entry = deposit("a\0b\uD83D\uDE80c\uDE80d\uD83D");
    assertThat(AccountReading.read(AccountCodec.kind(entry), AccountCodec.body(entry)))
        .isEqualTo(deposit("a\uFFFDb\uD83D\uDE80c\uFFFDd\uFFFD"));
  }

  @Test
  void staysAsItIs() {
    AccountEntry entry = deposit("d");
    assertThat(AccountCodec.body(entry)).isEqualTo("{\"id\":\"d\",\"amount\":\"1.5\",\"at\":7}");
  }

  @Test
  void namesWhatItCannotRead() {
    assertThatThrownBy(() -> AccountReading.read("fill", "{}")).hasMessageContaining("fill {}");
    assertThatThrownBy(() -> AccountReading.read("new", "{}")).hasMessageContaining("new {}");
  }

  private static AccountEntry deposit(String id) {
    return new AccountEntry.Told(
        new BrokerEvent.Deposited(id, Usd.of("1.50"), Instant.ofEpochMilli(7)));
  }
}
