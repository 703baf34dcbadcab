package dev.orrery.hyperliquid.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/**
 * Reads and writes the venue's JSON. Thread-safe.
 *
 * <p>Reading is tolerant where the venue may grow, and strict where a hole would do harm: unknown
 * fields are passed over; what a record does not declare {@code @Nullable} must be there; a decimal
 * is taken as text or as number. Writing follows the order of a record's components, leaves out
 * what is null, and writes decimals as text.
 */
public final class WireJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .annotationIntrospector(new RecordNulls())
          .enable(MapperFeature.INFER_RECORD_GETTERS_FROM_COMPONENTS_ONLY)
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .changeDefaultPropertyInclusion(
              inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
          .withCoercionConfig(
              LogicalType.Textual,
              text ->
                  text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .addModule(new DecimalModule())
          .build();

  private WireJson() {}

  /**
   * The tree of a message.
   *
   * @throws MalformedMessageException when it is no JSON
   */
  public static JsonNode tree(byte[] json) {
    try {
      return MAPPER.readTree(json);
    } catch (JacksonException e) {
      throw malformed("a message", e);
    }
  }

  /** As {@link #tree(byte[])}. */
  public static JsonNode tree(String json) {
    return tree(json.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A message of a known kind.
   *
   * @throws MalformedMessageException when it is not one
   */
  public static <T> T read(byte[] json, WireType<T> type) {
    try {
      return type.checked(MAPPER.readValue(json, type.type()));
    } catch (JacksonException e) {
      throw malformed(type.toString(), e);
    }
  }

  /** As {@link #read(byte[], WireType)}. */
  public static <T> T read(String json, WireType<T> type) {
    return read(json.getBytes(StandardCharsets.UTF_8), type);
  }

  /** As {@link #read(byte[], WireType)}, from a part of a message. */
  public static <T> T read(JsonNode json, WireType<T> type) {
    try {
      return type.checked(MAPPER.treeToValue(json, type.type()));
    } catch (JacksonException e) {
      throw malformed(type.toString(), e);
    }
  }

  /** A message in UTF-8. */
  public static byte[] bytes(Object message) {
    return MAPPER.writeValueAsBytes(message);
  }

  /** A message as text. */
  public static String text(Object message) {
    return MAPPER.writeValueAsString(message);
  }

  /** A message as a tree, to be put into another one. */
  public static JsonNode node(Object message) {
    return MAPPER.valueToTree(message);
  }

  private static MalformedMessageException malformed(String what, JacksonException cause) {
    String path = cause.getPathReference();
    return new MalformedMessageException(
        what
            + " cannot be read: "
            + cause.getOriginalMessage()
            + (path == null || path.isEmpty() ? "" : " at " + path),
        cause);
  }
}
