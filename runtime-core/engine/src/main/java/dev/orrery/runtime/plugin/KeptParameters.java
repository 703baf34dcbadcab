package dev.orrery.runtime.plugin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Parameters out of their canonical text, as an operator would write them. Pure functions. */
public final class KeptParameters {
  private static final JsonFactory FACTORY = new JsonFactory();

  private KeptParameters() {}

  /**
   * Values by name; those without one are left out.
   *
   * @param canonical what {@link LoadedStrategy#parameters} gave
   * @param components what the jar knows of them: its types say how a text is meant
   */
  public static Map<String, Object> values(String canonical, List<StrategyParameter> components) {
    Map<String, Object> values = new LinkedHashMap<>();
    try (JsonParser in = FACTORY.createParser(ObjectReadContext.empty(), canonical)) {
      in.nextToken();
      while (in.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = in.currentName();
        boolean lengths = isDuration(name, components);
        JsonToken token = in.nextToken();
        if (token == JsonToken.START_ARRAY) {
          List<String> items = new ArrayList<>();
          while (in.nextToken() != JsonToken.END_ARRAY) {
            items.add(written(in.getString(), lengths));
          }
          values.put(name, items);
        } else if (token != JsonToken.VALUE_NULL) {
          values.put(name, written(in.getString(), lengths));
        }
      }
    }
    return values;
  }

  private static boolean isDuration(String name, List<StrategyParameter> components) {
    return components.stream()
        .anyMatch(each -> each.name().equals(name) && each.type().contains("Duration"));
  }

  private static String written(String text, boolean duration) {
    return duration ? Duration.parse(text).toMillis() + "ms" : text;
  }
}
