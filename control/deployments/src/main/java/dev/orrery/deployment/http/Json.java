package dev.orrery.deployment.http;

import dev.orrery.kernel.Problem;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON in and out. The mapper is made with the first request, not with the host. */
public final class Json {
  private static final Pattern SOURCE =
      Pattern.compile(" ?\\((?:start marker )?at \\[Source: [^\\]]*]\\)");

  private static final class Lazy {
    static final JsonMapper MAPPER =
        JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
  }

  private Json() {}

  /** Writes maps, lists, texts, numbers, booleans and nodes. */
  public static byte[] write(@Nullable Object value) {
    return Lazy.MAPPER.writeValueAsBytes(value);
  }

  /** Reads a text that this program wrote. */
  public static JsonNode node(String text) {
    return Lazy.MAPPER.readTree(text);
  }

  /**
   * Reads the object in a request.
   *
   * @throws HttpProblem 400 when it is none
   */
  public static Map<String, @Nullable Object> object(byte[] body) {
    JsonNode node;
    try {
      // Of a field that is there twice nobody knows which one is meant.
      node =
          Lazy.MAPPER
              .reader()
              .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
              .readTree(new String(body, StandardCharsets.UTF_8));
    } catch (JacksonException e) {
      throw HttpProblem.badRequest("the body", "is no JSON: " + what(e) + place(e));
    }
    if (node == null || !node.isObject()) {
      throw HttpProblem.badRequest("the body", "is no JSON object");
    }
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    node.properties()
        .forEach(field ->
            fields.put(field.getKey(), Lazy.MAPPER.treeToValue(field.getValue(), Object.class)));
    return fields;
  }

  /**
   * Holds a text to JSON; null is none.
   *
   * @throws HttpProblem 400 with the place of the fault
   */
  public static void requireJson(String subject, @Nullable String text) {
    try {
      if (text != null && Lazy.MAPPER.readTree(text).isMissingNode()) {
        throw HttpProblem.badRequest(subject, "is empty");
      }
    } catch (JacksonException e) {
      throw HttpProblem.badRequest(subject, "is no JSON: " + what(e) + place(e));
    }
  }

  /** Without the source, which is always the request. */
  private static String what(JacksonException fault) {
    return SOURCE.matcher(String.valueOf(fault.getOriginalMessage())).replaceAll("");
  }

  private static String place(JacksonException fault) {
    TokenStreamLocation place = fault.getLocation();
    return place == null
        ? ""
        : " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")";
  }

  /** One problem, as in problem details. */
  public static Map<String, Object> problem(Problem problem) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("subject", problem.subject());
    fields.put("cause", problem.cause());
    fields.put("wayOut", problem.wayOut());
    return fields;
  }
}
