package dev.orrery.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.config.Sample.Choice;
import dev.orrery.config.Sample.Inner;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever a record holds, its print reads back to an equal one. */
class RoundTripTest {
  private static final long SEED = 42;
  private static final List<String> ZONES = List.of("UTC", "Europe/Zurich", "Asia/Tokyo", "+02:00");
  private static final String LETTERS = "aZ09 :#-'\"\\{}[],&*!|>%@`~\n\téß漢\uD83D\uDE00";

  private final Random random = new Random(SEED);

  @Test
  void anyRecordReadsBack() {
    ConfigPrinter printer = new ConfigPrinter(Scalars.standard());
    for (int i = 0; i < 500; i++) {
      Sample sample = sample();
      String yaml = printer.print(sample);
      Sample back = ConfigLoader.of(Sample.class).text("f.yaml", yaml).read().require().value();
      assertThat(back).as("seed %d round %d of\n%s", SEED, i, yaml).isEqualTo(sample);
    }
  }

  @Test
  void whatIsShownReadsBackAsFlags() {
    Sample sample = ConfigLoader.of(Sample.class).text("f.yaml", "").read().require().value();
    ConfigLoader<Sample> again = ConfigLoader.of(Sample.class);
    ConfigLoader.of(Sample.class).read().require().settings().stream()
        .filter(setting -> !setting.key().startsWith("map."))
        .forEach(setting -> again.flag(setting.key(), "--set", setting.text()));
    assertThat(again.read().require().value()).isEqualTo(sample);
  }

  private Sample sample() {
    return new Sample(
        text(),
        random.nextInt(),
        random.nextLong(),
        random.nextInt(1_000_000) / 1_000.0,
        random.nextBoolean(),
        decimal(),
        duration(),
        decimal(),
        decimal(),
        choice(),
        Path.of("a" + random.nextInt(99), "b c"),
        URI.create("https://h:" + random.nextInt(1, 65_535) + "/p?q=" + random.nextInt()),
        ZoneId.of(ZONES.get(random.nextInt(ZONES.size()))),
        many(this::text),
        new LinkedHashSet<>(many(random::nextInt)),
        named(this::duration),
        many(this::inner),
        named(this::inner),
        ConfigNode.Mapping.empty(Origin.DEFAULT),
        inner(),
        maybe(this::text),
        maybe(random::nextInt));
  }

  private Inner inner() {
    return new Inner(text(), duration(), maybe(this::choice));
  }

  private Choice choice() {
    return random.nextBoolean() ? Choice.ONE_TWO : Choice.THREE;
  }

  private String text() {
    int[] points = LETTERS.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.appendCodePoint(points[random.nextInt(points.length)]);
    }
    return text.toString();
  }

  private BigDecimal decimal() {
    BigDecimal value = BigDecimal.valueOf(random.nextInt(), random.nextInt(8)).stripTrailingZeros();
    return value.scale() < 0 ? value.setScale(0) : value;
  }

  private Duration duration() {
    return Duration.ofMillis(
        random.nextInt(1_000) * List.of(1L, 1_000L, 60_000L, 3_600_000L).get(random.nextInt(4)));
  }

  private <T> List<T> many(Supplier<T> one) {
    List<T> list = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      list.add(one.get());
    }
    return list;
  }

  private <T> Map<String, T> named(Supplier<T> one) {
    Map<String, T> map = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      map.put("k" + random.nextInt() + text(), one.get());
    }
    return map;
  }

  private <T> @Nullable T maybe(Supplier<T> one) {
    return random.nextBoolean() ? one.get() : null;
  }
}
