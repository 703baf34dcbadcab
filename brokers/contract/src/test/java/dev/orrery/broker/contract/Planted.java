package dev.orrery.broker.contract;

import java.util.List;

/** Mistakes that a broker can make, and the scenarios that must find each. */
enum Planted {
  NONE(""),
  REJECTED_AFTER_A_TIMEOUT("C72 C73"),
  THROWS_ON_TIMEOUT("C72"),
  RESEND_NEW_ID("C72 C73"),
  IGNORE_VALID_UNTIL("C75"),
  OPENS_AFTER_UNRESOLVED("C76"),
  HOLDS_BACK_EVERYTHING("C45 C77"),
  BLOCK_FOREVER("C78"),
  EACH_IN_TIME_BUT_NOT_ALL("C79"),
  REPORT_THROWS_OTHER("C80"),
  DUPLICATE_REJECTED("C15 C16 C82"),
  CANCEL_BY_SYMBOL("C84"),
  UNKNOWN_IS_ALREADY_GONE("C85"),
  OPENED_NOT_TOLD("C88"),
  TRIGGER_NOT_TOLD("C89"),
  AMENDED_NOT_TOLD("C91"),
  AT_WALL("C92"),
  DEPOSITS_UNLISTED("C93 C100"),
  ONE_FATE_ONLY("C94"),
  FILLS_CUT("C95"),
  FILLS_NEWEST_FIRST("C95"),
  NO_REMAINDER("C96"),
  ORIGINAL_TERMS("C97"),
  SESSION_FILLS_ONLY("C98"),
  SESSION_FATES_ONLY("C98"),
  CLOSE_CANCELS("C103"),
  DOUBLE_FILL("C01"),
  CLOSED_NOT_TOLD("C07"),
  FEE_ZERO("C54"),
  OPENS_ANYTHING("C87");

  private final String foundBy;

  Planted(String foundBy) {
    this.foundBy = foundBy;
  }

  /** Numbers of scenarios. */
  List<String> foundBy() {
    return List.of(foundBy.split(" ", -1));
  }
}
