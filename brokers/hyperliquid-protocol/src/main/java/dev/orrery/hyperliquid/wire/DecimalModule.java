package dev.orrery.hyperliquid.wire;

import dev.orrery.hyperliquid.Decimals;
import java.math.BigDecimal;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;

/** Decimals as text, the way answers have them; read as number too, since some documents say so. */
final class DecimalModule extends SimpleModule {
  private static final long serialVersionUID = 1L;

  DecimalModule() {
    super("decimals");
    addSerializer(BigDecimal.class, new Writer());
    addDeserializer(BigDecimal.class, new Reader());
  }

  private static final class Writer extends ValueSerializer<BigDecimal> {
    @Override
    public void serialize(BigDecimal value, JsonGenerator out, SerializationContext context) {
      out.writeString(Decimals.shown(value));
    }
  }

  private static final class Reader extends ValueDeserializer<BigDecimal> {
    @Override
    public BigDecimal deserialize(JsonParser in, DeserializationContext context) {
      try {
        return in.hasToken(JsonToken.VALUE_STRING)
            ? Decimals.parse(in.getString())
            : Decimals.exact(in.getDecimalValue());
      } catch (IllegalArgumentException e) {
        throw context.weirdStringException(
            in.getString(), BigDecimal.class, String.valueOf(e.getMessage()));
      }
    }
  }
}
