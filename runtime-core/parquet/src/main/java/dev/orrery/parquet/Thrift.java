package dev.orrery.parquet;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Thrift's compact protocol, as far as Parquet's headers need it: structs of numbers, texts, lists
 * and structs, fields in growing order. Confined to one thread.
 */
final class Thrift {
  private static final int I32 = 5;
  private static final int I64 = 6;
  private static final int BINARY = 8;
  private static final int LIST = 9;
  private static final int STRUCT = 12;
  private static final int SHORT_LIST = 15;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Deque<Integer> outer = new ArrayDeque<>();
  private int last;

  Thrift number(int field, int value) {
    header(field, I32);
    return varint(zigzag(value));
  }

  Thrift number(int field, long value) {
    header(field, I64);
    return varint(zigzag(value));
  }

  Thrift text(int field, String value) {
    header(field, BINARY);
    return bytes(value);
  }

  /** A list of so many structs, each given between {@link #element} and {@link #end}. */
  Thrift structs(int field, int size) {
    header(field, LIST);
    return size(size, STRUCT);
  }

  Thrift texts(int field, String... values) {
    header(field, LIST);
    size(values.length, BINARY);
    for (String value : values) {
      bytes(value);
    }
    return this;
  }

  Thrift numbers(int field, int... values) {
    header(field, LIST);
    size(values.length, I32);
    for (int value : values) {
      varint(zigzag(value));
    }
    return this;
  }

  /** A struct as a field, up to {@link #end}. */
  Thrift struct(int field) {
    header(field, STRUCT);
    return element();
  }

  /** A struct as an element of a list, up to {@link #end}. */
  Thrift element() {
    outer.push(last);
    last = 0;
    return this;
  }

  Thrift end() {
    out.write(0);
    last = outer.isEmpty() ? 0 : outer.pop();
    return this;
  }

  byte[] bytes() {
    return out.toByteArray();
  }

  private void header(int field, int type) {
    out.write(((field - last) << 4) | type); // fields of Parquet lie less than 16 apart
    last = field;
  }

  private Thrift size(int size, int type) {
    if (size < SHORT_LIST) {
      out.write((size << 4) | type);
      return this;
    }
    out.write(0xF0 | type);
    return varint(size);
  }

  private Thrift bytes(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    varint(bytes.length);
    out.writeBytes(bytes);
    return this;
  }

  private static long zigzag(long value) {
    return (value << 1) ^ (value >> 63);
  }

  private Thrift varint(long value) {
    long left = value;
    while ((left & ~0x7FL) != 0) {
      out.write((int) ((left & 0x7F) | 0x80));
      left >>>= 7;
    }
    out.write((int) left);
    return this;
  }
}
