package dev.orrery.hyperliquid.wire.action;

import java.io.ByteArrayOutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The canonical form as JSON, to be sent. Confined to one thread. */
final class JsonForm implements CanonicalForm {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final int TYPICAL = 512;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(TYPICAL);
  private final JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes);

  /** Everything written, which has to be complete; nothing can follow. */
  byte[] toBytes() {
    out.close();
    return bytes.toByteArray();
  }

  @Override
  public CanonicalForm beginMap(int entries) {
    out.writeStartObject();
    return this;
  }

  @Override
  public CanonicalForm endMap() {
    out.writeEndObject();
    return this;
  }

  @Override
  public CanonicalForm beginArray(int elements) {
    out.writeStartArray();
    return this;
  }

  @Override
  public CanonicalForm endArray() {
    out.writeEndArray();
    return this;
  }

  @Override
  public CanonicalForm key(String name) {
    out.writeName(name);
    return this;
  }

  @Override
  public CanonicalForm text(String value) {
    out.writeString(value);
    return this;
  }

  @Override
  public CanonicalForm number(long value) {
    out.writeNumber(value);
    return this;
  }

  @Override
  public CanonicalForm flag(boolean value) {
    out.writeBoolean(value);
    return this;
  }

  @Override
  public CanonicalForm nothing() {
    out.writeNull();
    return this;
  }
}
