package dev.orrery.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RememberedTest {
  @Test
  void drivesOutTheOldest() {
    Remembered<String, Integer> remembered = new Remembered<>(2);
    remembered.put("a", 1);
    remembered.put("b", 2);
    remembered.put("a", 3);
    remembered.put("c", 4);
    assertThat(shown(remembered)).containsExactly("b=2", "c=4");
    assertThat(remembered.containsKey("a")).isFalse();
    assertThat(remembered.putIfAbsent("c", 5)).isFalse();
    assertThat(remembered.newestFirst()).containsExactly(4, 2);
  }

  @Test
  void isALinkedMapThatForgets() {
    for (long seed = 1; seed <= 60; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int most = random.nextInt(1, 200);
      int keys = random.nextInt(1, 500);
      Map<Key, Integer> model = new LinkedHashMap<>();
      Remembered<Key, Integer> remembered = new Remembered<>(most);
      for (int i = 0; i < 3_000; i++) {
        Key key = new Key(random.nextInt(keys));
        switch (random.nextInt(6)) {
          case 0 -> {
            model.remove(key);
            remembered.remove(key);
          }
          case 1 ->
              assertThat(remembered.putIfAbsent(key, i))
                  .isEqualTo(model.putIfAbsent(key, i) == null);
          default -> {
            model.put(key, i);
            remembered.put(key, i);
          }
        }
        if (model.size() > most) {
          model.remove(model.keySet().iterator().next());
        }
        Key asked = new Key(random.nextInt(keys));
        assertThat(remembered.get(asked)).as("seed %d", seed).isEqualTo(model.get(asked));
        assertThat(remembered.size()).isEqualTo(model.size());
      }
      List<String> expected = new ArrayList<>();
      model.forEach((key, value) -> expected.add(key + "=" + value));
      assertThat(shown(remembered)).as("seed %d", seed).isEqualTo(expected);
      assertThat(remembered.newestFirst())
          .containsExactlyElementsOf(new ArrayList<>(model.values()).reversed());
    }
  }

  private static <K, V> List<String> shown(Remembered<K, V> remembered) {
    List<String> shown = new ArrayList<>();
    remembered.forEach((key, value) -> shown.add(key + "=" + value));
    return shown;
  }

  /** Many of them share a place. */
  private record Key(int number) {
    @Override
    public int hashCode() {
      return number / 3 * 64;
    }
  }
}
