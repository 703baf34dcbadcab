package dev.orrery.executor.order;

import org.jspecify.annotations.Nullable;

/** What became of one instruction, as far as the caller can know. */
public sealed interface OrderOutcome {
  /**
   * Reason text of instructions that were not sent because one before them was rejected, or its
   * outcome is not known.
   */
  String NOT_SENT = "not sent";

  /** Reason text of a cancel or amend whose order is final already. */
  String ALREADY_GONE = "already gone";

  /**
   * Reason text of a cancel or amend whose order the venue has never had. It says nothing about the
   * order, which may still arrive: the venue is asked.
   */
  String NEVER_SEEN = "never seen";

  /** The instruction's id. */
  ClientOrderId clientOrderId();

  /**
   * The venue has it.
   *
   * @param venueOrderId the venue's id, after an amend the one it has from now on; empty for
   *     cancels and leverage
   * @param fill what filled at once, if that came in time: informs, books nothing
   */
  record Accepted(ClientOrderId clientOrderId, String venueOrderId, @Nullable Fill fill)
      implements OrderOutcome {}

  /** The venue refused it for certain. */
  record Rejected(ClientOrderId clientOrderId, String venueReason) implements OrderOutcome {
    /** Whether the order of a cancel or amend is final already. */
    public boolean alreadyGone() {
      return venueReason.equals(ALREADY_GONE);
    }

    /** Whether the venue has never had the order of a cancel or amend. */
    public boolean neverSeen() {
      return venueReason.equals(NEVER_SEEN);
    }

    /** Whether the broker kept it back. */
    public boolean notSent() {
      return venueReason.equals(NOT_SENT);
    }
  }

  /** The venue may or may not have it. Never resend under a new id; ask by client order id. */
  record Unresolved(ClientOrderId clientOrderId, String cause) implements OrderOutcome {}
}
