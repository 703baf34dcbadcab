package dev.orrery.config;

import dev.orrery.config.ConfigNode.Items;
import dev.orrery.config.ConfigNode.Mapping;
import dev.orrery.config.ConfigNode.Scalar;
import dev.orrery.kernel.Secret;
import java.util.Collection;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Single values: reads them, prints them, and says what is wrong with them. */
final class ScalarReader {
  /** Variables of the environment by name; null for one that is not set. */
  interface Environment {
    @Nullable String variable(String name);
  }

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{env:([A-Za-z_][A-Za-z0-9_]*)}");

  private final Scalars scalars;
  private final Environment environment;
  private final Findings findings;

  ScalarReader(Scalars scalars, Environment environment, Findings findings) {
    this.scalars = scalars;
    this.environment = environment;
    this.findings = findings;
  }

  @Nullable ScalarType<?> find(Class<?> type, Component component) {
    return scalars.find(type, component.spelling());
  }

  boolean reads(Class<?> type, Component component) {
    return find(type, component) != null;
  }

  /** The value, or {@link Binding#FAILED}. */
  Object read(Class<?> type, Component component, ConfigNode node, Site site) {
    ScalarType<?> scalarType = find(type, component);
    if (scalarType == null) {
      throw new IllegalArgumentException(type + " is not a type of a single value");
    }
    if (!(node instanceof Scalar scalar)) {
      return failed(site, must(scalarType) + is(node), "");
    }
    if (scalar.isAbsent()) {
      return failed(site, "has no value", "write " + noun(scalarType) + " or remove the key");
    }
    return type == Secret.class ? secret(scalar, site) : read(scalarType, scalar, site);
  }

  private Object read(ScalarType<?> type, Scalar scalar, Site site) {
    try {
      return type.read().apply(scalar.text());
    } catch (Mismatch e) {
      String detail = e.detail().isEmpty() ? "" : ": " + e.detail();
      return failed(site, must(type) + is(scalar) + detail, e.wayOut());
    } catch (IllegalArgumentException | ArithmeticException e) {
      return failed(site, must(type) + is(scalar) + ": " + e.getMessage(), "");
    }
  }

  /** Never says what was written: it may be the secret. */
  private Object secret(Scalar scalar, Site site) {
    Matcher matcher = REFERENCE.matcher(scalar.text().trim());
    if (matcher.matches()) {
      String value = environment.variable(matcher.group(1));
      return value == null || value.isEmpty()
          ? failed(
              site,
              "needs the environment variable " + matcher.group(1) + ", which is not set",
              "export it, or remove the key")
          : Secret.of(value);
    }
    return switch (scalar.origin().kind()) {
      case ENVIRONMENT, CODE -> Secret.of(scalar.text());
      case FILE, FLAG, DEFAULT ->
          failed(
              site,
              "a secret must not be written here",
              "put it into an environment variable and write ${env:NAME}");
    };
  }

  private Object failed(Site site, String cause, String wayOut) {
    findings.add(site.origin(), site.key(), cause, wayOut);
    return Binding.FAILED;
  }

  private static String noun(ScalarType<?> type) {
    return type.noun().isEmpty() ? "a value" : type.noun();
  }

  private static String must(ScalarType<?> type) {
    return type.noun().isEmpty() ? "" : "must be " + type.noun() + ", ";
  }

  /** {@code is 5}, {@code is a list}. */
  String is(ConfigNode node) {
    return switch (node) {
      case Scalar scalar -> "is " + Shown.text(scalar.text());
      case Items _ -> "is a list";
      case Mapping _ -> "is a group of settings";
    };
  }

  /** A node as it would be written. */
  String text(ConfigNode node) {
    return switch (node) {
      case Scalar scalar -> scalar.text();
      case Items items ->
          items.items().stream().map(this::text).collect(Collectors.joining(", ", "[", "]"));
      case Mapping mapping ->
          mapping.entries().entrySet().stream()
              .map(entry -> entry.getKey() + ": " + text(entry.getValue()))
              .collect(Collectors.joining(", ", "{", "}"));
    };
  }

  /** A value as it would be written. */
  String print(Object value, Component component) {
    return switch (value) {
      case Collection<?> many ->
          many.stream()
              .map(one -> print(one, component))
              .collect(Collectors.joining(", ", "[", "]"));
      case Map<?, ?> map -> map.keySet().toString();
      case ConfigNode node -> text(node);
      default -> scalars.print(value, component.spelling());
    };
  }
}
