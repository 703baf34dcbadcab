package dev.orrery.store;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON as the journal has it: decimals as texts, so that they stay exact; instants as epoch
 * milliseconds, or as texts where that would not be exact; only what PostgreSQL can hold.
 */
final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final long MAX_SECOND = Long.MAX_VALUE / 1_000;

  private final JsonGenerator out;

  private Json(JsonGenerator out) {
    this.out = out;
  }

  /** An object. */
  static String object(Consumer<Json> body) {
    return write(json -> json.nested(body));
  }

  /** An array with one element for each of {@code elements}. */
  static <T> String array(Collection<? extends T> elements, ElementWriter<T> writer) {
    return write(json -> json.elements(elements, writer));
  }

  /** An array of texts. */
  static String texts(Collection<String> texts) {
    return array(texts, (text, json) -> json.out.writeString(Texts.clean(text)));
  }

  /**
   * What a text of JSON says.
   *
   * @throws tools.jackson.core.JacksonException when it is none
   */
  static JsonNode read(String text) {
    return MAPPER.readTree(text);
  }

  /** Writes one element of an array. */
  interface ElementWriter<T> {
    void write(T element, Json json);
  }

  private static String write(Consumer<Json> body) {
    StringWriter text = new StringWriter(256);
    try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      body.accept(new Json(out));
    }
    return text.toString();
  }

  Json put(String name, @Nullable String value) {
    if (value != null) {
      out.writeStringProperty(name, Texts.clean(value));
    }
    return this;
  }

  /** An exact value, as its plain text; a missing one is left out. */
  Json put(String name, @Nullable BigDecimal value) {
    return put(name, value == null ? null : value.toPlainString());
  }

  Json put(String name, long value) {
    out.writeNumberProperty(name, value);
    return this;
  }

  /** True; false is left out. */
  Json flag(String name, boolean value) {
    if (value) {
      out.writeBooleanProperty(name, true);
    }
    return this;
  }

  /** A double; what is not a number is null. */
  Json real(String name, double value) {
    out.writeName(name);
    if (Double.isFinite(value)) {
      out.writeNumber(value);
    } else {
      out.writeNull();
    }
    return this;
  }

  Json time(String name, Instant at) {
    if (Math.abs(at.getEpochSecond()) < MAX_SECOND && at.getNano() % 1_000_000 == 0) {
      out.writeNumberProperty(name, at.toEpochMilli());
    } else {
      out.writeStringProperty(name, at.toString());
    }
    return this;
  }

  Json texts(String name, Collection<String> texts) {
    return array(name, texts, (text, json) -> json.out.writeString(Texts.clean(text)));
  }

  <T> Json array(String name, Collection<? extends T> elements, ElementWriter<T> writer) {
    out.writeName(name);
    elements(elements, writer);
    return this;
  }

  Json object(String name, Consumer<Json> body) {
    out.writeName(name);
    nested(body);
    return this;
  }

  /** Strings, numbers and booleans by name; anything else as its text. */
  Json details(Map<String, ?> details) {
    details.forEach((key, value) -> detail(Texts.clean(key), value));
    return this;
  }

  /** An object as it stands, for an element of an array. */
  void nested(Consumer<Json> body) {
    out.writeStartObject();
    body.accept(this);
    out.writeEndObject();
  }

  private <T> void elements(Collection<? extends T> elements, ElementWriter<T> writer) {
    out.writeStartArray();
    for (T element : elements) {
      writer.write(element, this);
    }
    out.writeEndArray();
  }

  private void detail(String name, Object value) {
    switch (value) {
      case Boolean it -> out.writeBooleanProperty(name, it);
      case Integer it -> out.writeNumberProperty(name, it);
      case Long it -> out.writeNumberProperty(name, it);
      case Double it -> real(name, it);
      case BigDecimal it -> put(name, it);
      default -> put(name, value.toString());
    }
  }
}
