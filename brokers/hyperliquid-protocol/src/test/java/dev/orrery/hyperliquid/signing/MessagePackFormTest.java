package dev.orrery.hyperliquid.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.hyperliquid.Hex;
import dev.orrery.hyperliquid.Signature;
import dev.orrery.hyperliquid.wire.WireJson;
import dev.orrery.hyperliquid.wire.action.ExchangeRequest;
import dev.orrery.hyperliquid.wire.action.L1Action;
import dev.orrery.hyperliquid.wire.action.RandomActions;
import dev.orrery.testing.Seeds;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessagePackFormTest {
  @ParameterizedTest
  @CsvSource({
    "0, 00",
    "127, 7f",
    "128, cc80",
    "255, ccff",
    "256, cd0100",
    "65535, cdffff",
    "65536, ce00010000",
    "4294967295, ceffffffff",
    "4294967296, cf0000000100000000",
    "9223372036854775807, cf7fffffffffffffff",
    "-1, ff",
    "-32, e0",
    "-33, d0df",
    "-128, d080",
    "-129, d1ff7f",
    "-32768, d18000",
    "-32769, d2ffff7fff",
    "-2147483648, d280000000",
    "-2147483649, d3ffffffff7fffffff",
    "-9223372036854775808, d38000000000000000"
  })
  void numbersTakeTheShortestFormat(long number, String hex) {
    MessagePackForm form = new MessagePackForm();
    form.number(number);
    assertThat(Hex.of(form.toBytes())).isEqualTo("0x" + hex);
  }

  @ParameterizedTest
  @CsvSource({
    "0, a0",
    "31, bf",
    "32, d920",
    "255, d9ff",
    "256, da0100",
    "65535, daffff",
    "65536, db00010000"
  })
  void textsTakeTheShortestFormat(int length, String hex) {
    MessagePackForm form = new MessagePackForm();
    form.text("x".repeat(length));
    assertThat(Hex.of(form.toBytes())).isEqualTo("0x" + hex + "78".repeat(length));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 80, 90",
    "15, 8f, 9f",
    "16, de0010, dc0010",
    "65535, deffff, dcffff",
    "65536, df00010000, dd00010000"
  })
  void mapsAndArraysTakeTheShortestFormat(int size, String map, String array) {
    MessagePackForm maps = new MessagePackForm();
    maps.beginMap(size).endMap();
    assertThat(Hex.of(maps.toBytes())).isEqualTo("0x" + map);
    MessagePackForm arrays = new MessagePackForm();
    arrays.beginArray(size).endArray();
    assertThat(Hex.of(arrays.toBytes())).isEqualTo("0x" + array);
  }

  @Test
  void lengthsOfTextsCountBytes() {
    MessagePackForm form = new MessagePackForm();
    form.text("\u00e9\u6f22\ud83d\ude00").flag(true).flag(false).nothing();
    assertThat(Hex.of(form.toBytes())).isEqualTo("0xa9c3a9e6bca2f09f9880c3c2c0");
  }

  @Test
  void saysTheSameAsTheJson() {
    Seeds.each(
        2_000,
        random -> {
          L1Action action = new RandomActions(random).l1();
          MessagePackForm form = new MessagePackForm();
          action.write(form);
          Object decoded = new Decoder(ByteBuffer.wrap(form.toBytes())).whole();
          byte[] json =
              new ExchangeRequest(
                      action, 1, new Signature(BigInteger.ONE, BigInteger.ONE, 27), null, null)
                  .json();
          assertThat(WireJson.text(decoded == null ? "null" : decoded))
              .isEqualTo(WireJson.tree(json).path("action").toString());
        });
  }

  /** Reads MessagePack back, by its specification and not by our encoder. */
  private record Decoder(ByteBuffer in) {
    @Nullable Object whole() {
      Object value = value();
      assertThat(in.hasRemaining()).isFalse();
      return value;
    }

    private @Nullable Object value() {
      int tag = in.get() & 0xFF;
      if (tag < 0x80) {
        return (long) tag;
      }
      if (tag >= 0xE0) {
        return (long) (byte) tag;
      }
      return switch (tag & 0xF0) {
        case 0x80 -> map(tag & 0x0F);
        case 0x90 -> array(tag & 0x0F);
        case 0xA0, 0xB0 -> text(tag & 0x1F);
        default -> tagged(tag);
      };
    }

    private @Nullable Object tagged(int tag) {
      return switch (tag) {
        case 0xC0 -> null;
        case 0xC2 -> false;
        case 0xC3 -> true;
        case 0xCC -> in.get() & 0xFFL;
        case 0xCD -> in.getShort() & 0xFFFFL;
        case 0xCE -> in.getInt() & 0xFFFF_FFFFL;
        case 0xCF, 0xD3 -> in.getLong();
        case 0xD0 -> (long) in.get();
        case 0xD1 -> (long) in.getShort();
        case 0xD2 -> (long) in.getInt();
        case 0xD9 -> text(in.get() & 0xFF);
        case 0xDA -> text(in.getShort() & 0xFFFF);
        case 0xDC -> array(in.getShort() & 0xFFFF);
        default -> throw new AssertionError("tag " + Integer.toHexString(tag));
      };
    }

    private String text(int length) {
      byte[] utf8 = new byte[length];
      in.get(utf8);
      return new String(utf8, UTF_8);
    }

    private List<@Nullable Object> array(int length) {
      List<@Nullable Object> elements = new ArrayList<>();
      for (int i = 0; i < length; i++) {
        elements.add(value());
      }
      return elements;
    }

    private Map<String, @Nullable Object> map(int length) {
      Map<String, @Nullable Object> entries = new LinkedHashMap<>();
      for (int i = 0; i < length; i++) {
        entries.put((String) Objects.requireNonNull(value()), value());
      }
      return entries;
    }
  }
}
