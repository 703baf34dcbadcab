package dev.orrery.config;

import dev.orrery.kernel.Secret;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A record of every type a setting can have. */
record Sample(
    @Default("text") String text,
    @Default("1") int whole,
    @Default("2") long large,
    @Default("0.5") double floating,
    @Default("false") boolean truth,
    @Default("3.25") BigDecimal decimal,
    @Default("30s") Duration duration,
    @Default("10000 USD") @Money BigDecimal money,
    @Default("5bp") @Ratio BigDecimal ratio,
    @Default("one-two") Choice choice,
    @Default("./here") Path path,
    @Default("https://localhost:1/x") URI uri,
    @Default("Europe/Zurich") ZoneId zone,
    @Default("[a, b]") List<String> list,
    @Default("[1, 2]") Set<Integer> set,
    @Default("{x: 1s}") Map<String, Duration> map,
    @Default("[]") List<Inner> inners,
    @Default("{}") Map<String, Inner> named,
    @Default("{}") ConfigNode.Mapping free,
    Inner inner,
    @Nullable String absent,
    @Nullable Integer absentNumber) {
  enum Choice {
    ONE_TWO,
    THREE
  }

  record Inner(
      @Default("x") String name, @Default("1m") Duration period, @Nullable Choice choice) {}

  /** A group in which nothing has a default. */
  record Needs(int first, @Doc(value = "", example = "[BTC]") List<String> second) {}

  record Guarded(
      @Default("5") @Min(1) @Max(10) int bounded,
      @Default("[ab]") @Size(max = 2) List<@NotBlank String> names,
      @Default("a@b") @Email String mail,
      @Default("1") @DecimalMin(value = "0", inclusive = false) @DecimalMax("2") BigDecimal share) {
    @AssertTrue(message = "bounded must not be 7")
    boolean isNotSeven() {
      return bounded != 7;
    }
  }

  record Login(String user, @Nullable Secret password) {}

  record Root(@Nullable Needs needs, Guarded guarded, @Nullable Login login) {}
}
