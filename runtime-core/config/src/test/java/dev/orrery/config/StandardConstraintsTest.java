package dev.orrery.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.config.run.Caps;
import dev.orrery.config.run.RunConfig;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Negative;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.hibernate.validator.constraints.time.DurationMin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Our checks say of every value what the provider says of it. */
class StandardConstraintsTest {
  private static final long SEED = 7;

  private record All(
      @Min(-2) @Max(3) int whole,
      @Min(-2) @Max(3) long large,
      @Positive double floating,
      @NotNull @DecimalMin("-1.5") @DecimalMax(value = "2", inclusive = false) BigDecimal decimal,
      @DecimalMin(value = "0", inclusive = false) @PositiveOrZero Integer boxed,
      @Negative BigDecimal below,
      @NotBlank String words,
      @NotEmpty @Size(min = 1, max = 3) String text,
      @Pattern(regexp = "[a-c]*", flags = Pattern.Flag.CASE_INSENSITIVE) String letters,
      @Pattern(regexp = "a.*", message = "must begin with a") String first,
      @Size(max = 2) List<@NotBlank @Size(max = 2) String> list,
      @NotEmpty Set<@NotBlank String> set,
      @DurationMin(seconds = 2, millis = 1) Duration duration) {}

  private record Custom(@Email String mail) {}

  private record ListsByName(Map<String, List<String>> lists, List<List<@NotBlank String>> deep) {}

  private record PlainListsByName(Map<String, List<String>> lists) {}

  private record OwnWords(@Min(value = 3, message = "three or more") int count) {}

  private record Impossible(@Positive Duration duration) {}

  private final Random random = new Random(SEED);
  private final Constraints constraints = new Constraints();

  @AfterEach
  void close() {
    constraints.close();
  }

  @Test
  void sayWhatTheProviderSays() {
    assertThat(DeclaredConstraints.of(All.class).standard()).isTrue();
    for (int i = 0; i < 400; i++) {
      for (Component component : Component.of(All.class)) {
        Object value = value(component);
        assertThat(constraints.check(All.class, component.name(), value))
            .as("seed %d %s of %s", SEED, component.name(), value)
            .isEqualTo(constraints.provider(All.class, component.name(), value));
      }
    }
  }

  @Test
  void whatIsNotStandardGoesToTheProvider() {
    assertThat(DeclaredConstraints.of(Custom.class).standard()).isFalse();
    assertThat(constraints.check(OwnWords.class, "count", 2))
        .containsExactly(new Constraints.Violation("three or more", 2, null));
  }

  @Test
  void listsOfListsGoToTheProviderWhereTheirElementsAreConstrained() {
    assertThat(DeclaredConstraints.of(PlainListsByName.class).standard()).isTrue();
    assertThat(DeclaredConstraints.of(ListsByName.class).standard()).isFalse();
    assertThat(constraints.check(ListsByName.class, "deep", List.of(List.of("a", " "))))
        .containsExactly(new Constraints.Violation("must not be blank", " ", 1));
  }

  /** Booting the provider is a tenth of a start. */
  @Test
  void aStartNeedsNoProvider() {
    Set<Class<?>> seen = new HashSet<>();
    records(RunConfig.class, seen);
    assertThat(seen)
        .contains(RunConfig.class, Caps.class)
        .allMatch(record -> DeclaredConstraints.of(record).standard());
  }

  private static void records(Class<?> record, Set<Class<?>> seen) {
    if (!seen.add(record)) {
      return;
    }
    for (RecordComponent component : record.getRecordComponents()) {
      types(component.getGenericType())
          .filter(Class::isRecord)
          .forEach(each -> records(each, seen));
    }
  }

  private static Stream<Class<?>> types(Type type) {
    return type instanceof ParameterizedType of
        ? Stream.of(of.getActualTypeArguments()).flatMap(StandardConstraintsTest::types)
        : Stream.of(Component.raw(type));
  }

  @Test
  void aConstraintThatCannotBeCheckedIsAViolation() {
    assertThat(constraints.check(Impossible.class, "duration", Duration.ZERO))
        .singleElement()
        .satisfies(violation -> assertThat(violation.rule()).startsWith("cannot be checked: "));
  }

  private Object value(Component component) {
    Class<?> raw = component.raw();
    if (raw == int.class || raw == Integer.class) {
      return random.nextInt(-5, 6);
    }
    if (raw == long.class) {
      return (long) random.nextInt(-5, 6);
    }
    if (raw == double.class) {
      return random.nextInt(-5, 6) / 2.0;
    }
    if (raw == BigDecimal.class) {
      return BigDecimal.valueOf(random.nextInt(-50, 50), 1);
    }
    if (raw == Duration.class) {
      return Duration.ofMillis(random.nextInt(1_990, 2_010));
    }
    if (raw == List.class) {
      return List.of(text(), text(), text()).subList(0, random.nextInt(4));
    }
    return raw == Set.class ? Set.copyOf(List.of(text()).subList(0, random.nextInt(2))) : text();
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(5); i > 0; i--) {
      text.append("abcB \t".charAt(random.nextInt(6)));
    }
    return text.toString();
  }
}
