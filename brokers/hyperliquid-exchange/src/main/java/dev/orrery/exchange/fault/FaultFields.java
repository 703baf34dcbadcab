package dev.orrery.exchange.fault;

import dev.orrery.hyperliquid.Address;
import dev.orrery.kernel.Problem;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The fields of one fault; what is wrong with them is collected, and something harmless given. */
final class FaultFields {
  private static final Pattern DURATION = Pattern.compile("(-?)(\\d{1,9}) ?(ms|s|m|h|d)");

  private final JsonNode json;
  private final String subject;
  private final List<Problem> problems;
  private final Set<String> asked = new HashSet<>();

  FaultFields(JsonNode json, String subject, List<Problem> problems) {
    this.json = json;
    this.subject = subject;
    this.problems = problems;
  }

  void problem(String field, String cause, String wayOut) {
    problems.add(Problem.configuration(subject, field + ": " + cause, wayOut));
  }

  @Nullable String text(String field) {
    JsonNode value = value(field);
    if (value == null) {
      return null;
    }
    if (!value.isString() || value.stringValue().isBlank()) {
      problem(field, "is no text: " + value, "");
      return null;
    }
    return value.stringValue();
  }

  String text(String field, String otherwise) {
    String given = text(field);
    return given == null ? otherwise : given;
  }

  String choice(String field, String usual, String other) {
    String given = text(field, usual);
    if (!given.equals(usual) && !given.equals(other)) {
      problem(field, "'" + given + "' is neither", "write " + usual + " or " + other);
    }
    return given;
  }

  boolean flag(String field) {
    JsonNode value = value(field);
    if (value != null && !value.isBoolean()) {
      problem(field, "is neither true nor false: " + value, "");
    }
    return value != null && value.isBoolean() && value.booleanValue();
  }

  int whole(String field, @Nullable Integer otherwise, int least, int most) {
    JsonNode value = value(field);
    if (value == null) {
      if (otherwise == null) {
        problem(field, "is missing", "write " + field + ": " + least);
        return least;
      }
      return otherwise;
    }
    if (!value.canConvertToInt() || value.intValue() < least || value.intValue() > most) {
      String upTo = most == Integer.MAX_VALUE ? " or more" : " to " + most;
      problem(field, "is no whole number: " + value, "write " + least + upTo);
      return least;
    }
    return value.intValue();
  }

  double fraction(String field, double otherwise) {
    JsonNode value = value(field);
    if (value == null) {
      return otherwise;
    }
    if (!value.isNumber() || value.doubleValue() <= 0 || value.doubleValue() > 1) {
      problem(field, "is no probability: " + value, "write a number above 0 and at most 1");
      return otherwise;
    }
    return value.doubleValue();
  }

  @Nullable BigDecimal price(String field) {
    JsonNode value = value(field);
    if (value == null) {
      return null;
    }
    try {
      BigDecimal px = new BigDecimal(value.asString(""));
      if (px.signum() > 0 && Math.abs((long) px.scale()) < 20 && px.precision() < 30) {
        return px;
      }
    } catch (NumberFormatException e) {
      problem(field, "is no price: " + value, "");
      return null;
    }
    problem(field, "is no price above zero: " + value, "");
    return null;
  }

  @Nullable Address address(String field) {
    String given = text(field);
    if (given == null) {
      return null;
    }
    try {
      return new Address(given);
    } catch (IllegalArgumentException e) {
      problem(field, String.valueOf(e.getMessage()), "");
      return null;
    }
  }

  @Nullable Address requiredAddress(String field) {
    Address given = address(field);
    if (given == null && !json.has(field)) {
      problem(field, "is missing", "write an address, 0x and 40 hex digits");
    }
    return given;
  }

  Duration duration(String field, @Nullable Duration otherwise) {
    if (value(field) == null && otherwise != null) {
      return otherwise;
    }
    Duration given = signedDuration(field);
    if (given.isNegative()) {
      problem(field, "is below zero", "");
    }
    return given;
  }

  Duration signedDuration(String field) {
    String given = text(field);
    if (given == null) {
      if (!json.has(field)) {
        problem(field, "is missing", "write " + field + ": 2s");
      }
      return Duration.ZERO;
    }
    Matcher parts = DURATION.matcher(given);
    if (!parts.matches()) {
      problem(
          field,
          "'" + given + "' is no duration",
          "write a whole number and ms, s, m, h or d, like 500ms");
      return Duration.ZERO;
    }
    long count = Long.parseLong(parts.group(1) + parts.group(2));
    return switch (parts.group(3)) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }

  /** As it is read. */
  static String text(Duration duration) {
    long millis = duration.toMillis();
    return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
  }

  /** Whatever nobody asked for is a problem: a fault that is misspelt would never come. */
  void refuseOthers(Set<String> always) {
    Set<String> known = new HashSet<>(always);
    known.addAll(asked);
    for (String name : json.propertyNames()) {
      if (!known.contains(name)) {
        problem(
            name,
            "is no field of this fault",
            "it has " + String.join(", ", FaultReader.sorted(known)));
      }
    }
  }

  private @Nullable JsonNode value(String field) {
    asked.add(field);
    JsonNode value = json.get(field);
    return value == null || value.isNull() ? null : value;
  }
}
