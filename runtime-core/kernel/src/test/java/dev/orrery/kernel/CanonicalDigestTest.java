package dev.orrery.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.testing.Seeds;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CanonicalDigestTest {
  /** One part of a record. */
  private sealed interface Part {
    record Begin(String type) implements Part {}

    record Text(@Nullable String value) implements Part {}

    record Whole(long value) implements Part {}

    record Real(long bits) implements Part {}
  }

  @Test
  void tellsAnyTwoDifferentSequencesApart() {
    Map<Sha256, List<Part>> seen = new HashMap<>();
    Seeds.each(
        5_000,
        random -> {
          List<Part> parts = parts(random);
          List<Part> same = seen.putIfAbsent(digest(parts), parts);
          assertThat(same == null || same.equals(parts)).isTrue();
        });
    assertThat(seen).hasSizeGreaterThan(1_000);
  }

  @Test
  void givesTheSameForTheSame() {
    Seeds.each(
        200,
        random -> {
          List<Part> parts = parts(random);
          assertThat(digest(parts)).isEqualTo(digest(List.copyOf(parts)));
        });
  }

  @Test
  void tellsWhereOneTextEndsAndTheNextBegins() {
    assertThat(digest(List.of(new Part.Text("ab"), new Part.Text("c"))))
        .isNotEqualTo(digest(List.of(new Part.Text("a"), new Part.Text("bc"))));
    assertThat(digest(List.of(new Part.Text(null))))
        .isNotEqualTo(digest(List.of(new Part.Text(""))));
    assertThat(digest(List.of(new Part.Begin("a"))))
        .isNotEqualTo(digest(List.of(new Part.Text("a"))));
  }

  @Test
  void takesTextsLongerThanItsBufferAndOutsideAscii() {
    String big = "x".repeat(20_000);
    assertThat(digest(List.of(new Part.Text(big))))
        .isNotEqualTo(digest(List.of(new Part.Text(big + "x"))));
    assertThat(digest(List.of(new Part.Text("ä"))))
        .isNotEqualTo(digest(List.of(new Part.Text("a"))));
  }

  @Test
  void goesOnAfterItsCurrentDigestWasTaken() {
    CanonicalDigest one = new CanonicalDigest();
    one.begin("a").number(1);
    Sha256 before = one.current();
    assertThat(one.current()).isEqualTo(before);
    one.number(2);
    CanonicalDigest other = new CanonicalDigest();
    other.begin("a").number(1).number(2);
    assertThat(one.current()).isEqualTo(other.current()).isNotEqualTo(before);
  }

  @Test
  void takesDecimalsByTheirValue() {
    assertThat(decimal("1.500")).isEqualTo(decimal("1.5")).isNotEqualTo(decimal("1.51"));
    assertThat(decimal("0.00")).isEqualTo(decimal("0"));
    assertThat(decimal("100")).isEqualTo(decimal("1E+2")).isEqualTo(decimal("100.00"));
    assertThat(decimal("-10.50")).isEqualTo(decimal("-10.5")).isNotEqualTo(decimal("-1.5"));
  }

  private static Sha256 decimal(String text) {
    CanonicalDigest digest = new CanonicalDigest();
    digest.decimal(new BigDecimal(text));
    return digest.current();
  }

  private static Sha256 digest(List<Part> parts) {
    CanonicalDigest digest = new CanonicalDigest();
    for (Part part : parts) {
      switch (part) {
        case Part.Begin begin -> digest.begin(begin.type());
        case Part.Text text -> digest.text(text.value());
        case Part.Whole number -> digest.number(number.value());
        case Part.Real real -> digest.real(Double.longBitsToDouble(real.bits()));
      }
    }
    return digest.current();
  }

  /** Few values, so that likely collisions are tried often. */
  private static List<Part> parts(SplittableRandom random) {
    List<Part> parts = new ArrayList<>();
    int count = random.nextInt(5);
    for (int i = 0; i < count; i++) {
      parts.add(
          switch (random.nextInt(4)) {
            case 0 -> new Part.Begin(text(random));
            case 1 -> new Part.Text(random.nextInt(4) == 0 ? null : text(random));
            case 2 -> new Part.Whole(random.nextInt(3));
            default -> new Part.Real(Double.doubleToLongBits(random.nextInt(3)));
          });
    }
    return parts;
  }

  private static String text(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(3);
    for (int i = 0; i < length; i++) {
      text.append("a\u0001\u0002é\u0000".charAt(random.nextInt(5)));
    }
    return text.toString();
  }
}
