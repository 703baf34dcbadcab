package dev.orrery.control.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The document of the API, written from its routes: it cannot say anything else. */
final class OpenApi {
  private static final Map<String, Object> TEXT = Map.of("type", "string");

  private OpenApi() {}

  static Map<String, Object> of(List<Route> routes) {
    Map<String, Map<String, Object>> paths = new LinkedHashMap<>();
    routes.forEach(route ->
        paths
            .computeIfAbsent(route.path(), path -> new LinkedHashMap<>())
            .put(route.method().toLowerCase(Locale.ROOT), operation(route)));
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("openapi", "3.1.0");
    document.put("info", Map.of("title", "Orrery's control plane", "version", "1"));
    document.put("servers", List.of(Map.of("url", PlaneDoor.V1)));
    document.put("security", List.of(Map.of("token", List.of())));
    document.put("paths", paths);
    document.put(
        "components",
        Map.of(
            "securitySchemes",
            Map.of("token", Map.of("type", "http", "scheme", "bearer")),
            "schemas",
            Map.of("Problem", problem())));
    return document;
  }

  private static Map<String, Object> operation(Route route) {
    Map<String, Object> operation = new LinkedHashMap<>();
    operation.put("summary", route.summary());
    List<Map<String, Object>> parameters = new ArrayList<>();
    route.parameters().forEach(name -> parameters.add(parameter("path", name, true)));
    route.query().forEach(name -> parameters.add(parameter("query", name, false)));
    if (route.creates()) {
      parameters.add(parameter("header", PlaneDoor.IDEMPOTENCY_KEY, false));
    }
    operation.put("parameters", parameters);
    if (!route.fields().isEmpty()) {
      operation.put("requestBody", body(route));
    }
    Map<String, Object> responses = new LinkedHashMap<>();
    responses.put(
        String.valueOf(route.status()),
        Map.of("description", "Done.", "content", Map.of("application/json", Map.of())));
    responses.put(
        "default",
        Map.of(
            "description",
            "Not done; why is said.",
            "content",
            Map.of(
                "application/problem+json",
                Map.of("schema", Map.of("$ref", "#/components/schemas/Problem")))));
    operation.put("responses", responses);
    return operation;
  }

  private static Map<String, Object> parameter(String in, String name, boolean required) {
    return Map.of("in", in, "name", name, "required", required, "schema", TEXT);
  }

  private static Map<String, Object> body(Route route) {
    Map<String, Object> properties = new LinkedHashMap<>();
    route.fields().forEach(field -> properties.put(field, Map.of()));
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", properties);
    schema.put("additionalProperties", false);
    return Map.of(
        "required", true, "content", Map.of("application/json", Map.of("schema", schema)));
  }

  private static Map<String, Object> problem() {
    Map<String, Object> properties = new LinkedHashMap<>();
    List.of("type", "title", "detail").forEach(name -> properties.put(name, TEXT));
    properties.put("status", Map.of("type", "integer"));
    properties.put("problems", Map.of("type", "array", "items", Map.of("type", "object")));
    return Map.of("type", "object", "properties", properties);
  }
}
