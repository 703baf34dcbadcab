package dev.orrery.hyperliquid.wire.action;

import dev.orrery.hyperliquid.Address;

/** A field of an action that an account signs itself: its name, its type and its value. */
public sealed interface TypedField {
  /** Its name, in JSON and in the type. */
  String name();

  /** Its type in typed data. */
  String type();

  /** Writes the value. */
  void write(CanonicalForm out);

  /** A text. */
  record Text(String name, String value) implements TypedField {
    @Override
    public String type() {
      return "string";
    }

    @Override
    public void write(CanonicalForm out) {
      out.text(name, value);
    }
  }

  /** An address, which is hashed as bytes and not as text. */
  record Account(String name, Address value) implements TypedField {
    @Override
    public String type() {
      return "address";
    }

    @Override
    public void write(CanonicalForm out) {
      out.address(name, value);
    }
  }

  /** An integer of 0 or more. */
  record Whole(String name, long value) implements TypedField {
    @Override
    public String type() {
      return "uint64";
    }

    @Override
    public void write(CanonicalForm out) {
      out.number(name, value);
    }
  }

  /** True or false. */
  record Flag(String name, boolean value) implements TypedField {
    @Override
    public String type() {
      return "bool";
    }

    @Override
    public void write(CanonicalForm out) {
      out.flag(name, value);
    }
  }
}
