package dev.orrery.cli.print;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON as programs get it: exact decimals without exponents. Thread-safe. */
public final class JsonText {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final JsonMapper INDENTED =
      MAPPER.rebuild().enable(SerializationFeature.INDENT_OUTPUT).build();

  private JsonText() {}

  /** One line: maps, collections, texts, numbers, booleans, null, and what {@link #read} gave. */
  public static String line(@Nullable Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /** The same over several lines, for people. */
  public static String indented(@Nullable Object value) {
    return INDENTED.writeValueAsString(value);
  }

  /**
   * The value of a text: one, and nothing after it.
   *
   * @throws IllegalArgumentException when it is no JSON; its message says where
   */
  public static JsonNode read(String text) {
    try {
      JsonNode value = MAPPER.readTree(text);
      if (value.isMissingNode()) {
        throw new IllegalArgumentException("it is empty");
      }
      return value;
    } catch (JacksonException e) {
      TokenStreamLocation place = e.getLocation();
      String where =
          place == null
              ? ""
              : "line " + place.getLineNr() + ", column " + place.getColumnNr() + ": ";
      String what = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
      throw new IllegalArgumentException(where + what, e);
    }
  }

  /** Money and prices as numbers that lose nothing. */
  public static Object number(BigDecimal value) {
    return value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
  }
}
