package dev.orrery.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdSourceTest {
  @Test
  void givesFreshIdsOfVersionFour() {
    for (IdSource source : new IdSource[] {IdSource.random(), IdSource.seeded(7)}) {
      Set<UUID> seen = new HashSet<>();
      for (int i = 0; i < 10_000; i++) {
        UUID id = source.next();
        assertThat(seen.add(id)).isTrue();
        assertThat(id.version()).isEqualTo(4);
        assertThat(id.variant()).isEqualTo(2);
      }
    }
  }

  @Test
  void givesTheSameIdsForTheSameSeedOnly() {
    IdSource one = IdSource.seeded(7);
    IdSource same = IdSource.seeded(7);
    IdSource other = IdSource.seeded(8);
    for (int i = 0; i < 100; i++) {
      UUID id = one.next();
      assertThat(same.next()).isEqualTo(id);
      assertThat(other.next()).isNotEqualTo(id);
    }
  }
}
