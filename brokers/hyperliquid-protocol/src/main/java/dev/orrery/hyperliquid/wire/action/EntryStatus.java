package dev.orrery.hyperliquid.wire.action;

import dev.orrery.hyperliquid.Cloid;
import dev.orrery.hyperliquid.wire.Refusal;
import dev.orrery.hyperliquid.wire.WireJson;
import dev.orrery.hyperliquid.wire.WireType;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What became of one order, change or cancel of an accepted action. */
public sealed interface EntryStatus {
  /**
   * On the book, or waiting for its trigger price.
   *
   * @param oid the venue's number
   * @param cloid the client's id, if it gave one
   */
  record Resting(long oid, @Nullable Cloid cloid) implements EntryStatus {}

  /**
   * Executed at once, wholly or, for an immediate order, as far as it went.
   *
   * @param totalSz how much
   * @param avgPx at which average price
   * @param oid the venue's number
   * @param cloid the client's id, if it gave one
   */
  record Filled(BigDecimal totalSz, BigDecimal avgPx, long oid, @Nullable Cloid cloid)
      implements EntryStatus {}

  /**
   * Refused.
   *
   * @param error the venue's words
   */
  record Failed(String error) implements EntryStatus {
    /** Which refusal it is. */
    public Refusal refusal() {
      return Refusal.of(error);
    }
  }

  /**
   * A time-weighted order that has begun.
   *
   * @param twapId the venue's number of it
   */
  record Running(long twapId) implements EntryStatus {}

  /** Answers that are one word. */
  enum Word implements EntryStatus {
    /** Cancelled. */
    SUCCESS("success"),
    /** An exit whose entry has not filled yet; it has a number, which is not told. */
    WAITING_FOR_FILL("waitingForFill"),
    /** An exit that waits for its trigger price; it has a number, which is not told. */
    WAITING_FOR_TRIGGER("waitingForTrigger");

    private final String wire;

    Word(String wire) {
      this.wire = wire;
    }
  }

  /**
   * Something else. The order may or may not be there: ask.
   *
   * @param json as it came; null where the answer has no entry for the order at all
   */
  record Unknown(@Nullable JsonNode json) implements EntryStatus {}

  /** Reads an entry; never fails on a shape it does not know. */
  static EntryStatus read(JsonNode json) {
    if (json.isString()) {
      for (Word word : Word.values()) {
        if (word.wire.equals(json.stringValue())) {
          return word;
        }
      }
    } else if (json.has("resting")) {
      return WireJson.read(json.path("resting"), WireType.of(Resting.class));
    } else if (json.has("filled")) {
      return WireJson.read(json.path("filled"), WireType.of(Filled.class));
    } else if (json.path("error").isString()) {
      return new Failed(json.path("error").stringValue());
    } else if (json.has("running")) {
      return WireJson.read(json.path("running"), WireType.of(Running.class));
    }
    return new Unknown(json);
  }

  /** As it goes into an answer. */
  default Object wire() {
    return switch (this) {
      case Resting resting -> Map.of("resting", resting);
      case Filled filled -> Map.of("filled", filled);
      case Failed failed -> failed;
      case Running running -> Map.of("running", running);
      case Word word -> word.wire;
      case Unknown(var json) -> json == null ? Map.of() : json;
    };
  }
}
