package dev.orrery.executor;

import dev.orrery.executor.SendReport.Result;
import dev.orrery.executor.broker.Broker;
import dev.orrery.executor.broker.Instruction;
import dev.orrery.executor.broker.OrderBatch;
import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.journal.AccountEntry.Asked;
import dev.orrery.executor.journal.OrderJournal;
import dev.orrery.executor.journal.OrderJournal.Receipt;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.OrderOutcome;
import dev.orrery.executor.order.Waypoint;
import dev.orrery.executor.risk.TradingState;
import dev.orrery.kernel.Meters;
import dev.orrery.kernel.Timeline;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what a desk has committed, outside the account's lock. Thread-safe; {@link #send} blocks
 * for the flush and for the broker's answer.
 *
 * <p>What has its effects outside the journal waits until its intents are durable: in the database
 * to open, in the spool at least to shrink or cancel. Then the permit is taken again: the epoch
 * must be that of the intents, and what may not be sent any more, or is too late, is closed as
 * never sent. It is never sent afterwards.
 *
 * <p>Batches of one account may be on their way at the same time; {@link Precedence} says which
 * wait for which. A broker that does not answer in time is given up, see {@link Submission}: its
 * orders are unresolved, and nothing is opened until it answers.
 */
public final class OrderSender {
  private static final Logger LOG = LoggerFactory.getLogger(OrderSender.class);

  private final AccountDesk desk;
  private final Broker broker;
  private final Submission submission;
  private final @Nullable Precedence precedence;
  private final OrderJournal journal;
  private final Timeline timeline;
  private final InstantSource processClock;
  private final TradingRight right;
  private final ExecutorSettings settings;
  private final Meters meters;
  private final Consumer<Set<ClientOrderId>> unresolved;

  /**
   * A sender for one desk and its broker.
   *
   * @param requests where a broker is called whose effects are outside: it may hang there
   * @param unresolved told of orders whose fate is unknown: the reconciler
   */
  public OrderSender(
      AccountDesk desk,
      Broker broker,
      OrderJournal journal,
      Timeline timeline,
      InstantSource processClock,
      TradingRight right,
      ExecutorSettings settings,
      Meters meters,
      Executor requests,
      Consumer<Set<ClientOrderId>> unresolved) {
    this.desk = desk;
    this.broker = broker;
    this.journal = journal;
    this.timeline = timeline;
    this.processClock = processClock;
    this.right = right;
    this.settings = settings;
    this.meters = meters;
    this.unresolved = unresolved;
    this.submission = new Submission(broker, requests, settings.answerTimeout(), desk, unresolved);
    // On a simulated timeline one decision follows the other: there is nobody to wait for.
    this.precedence =
        timeline.kind() == Timeline.Kind.SIMULATED
            ? null
            : new Precedence(desk, processClock, settings);
  }

  /** Batches that the broker has not answered in time, nor since. */
  public int unanswered() {
    return submission.unanswered();
  }

  /**
   * Sends, and books the answers.
   *
   * @throws InterruptedException while waiting for the flush; then nothing was sent, and the orders
   *     are closed as never sent
   */
  public SendReport send(Commitment commitment) throws InterruptedException {
    if (!commitment.sends()) {
      return unsent(commitment.judgement());
    }
    try {
      return sendInTurn(commitment);
    } finally {
      if (precedence != null) {
        precedence.passed();
      }
    }
  }

  private SendReport sendInTurn(Commitment commitment) throws InterruptedException {
    boolean outside = broker.effects() == Broker.Effects.OUTSIDE;
    Receipt receipt = ready(commitment, outside);
    Waypoint.INTENT_DURABLE.reached();
    Permit permit = right.permit();
    Map<ClientOrderId, String> held = Map.of(); // nearly always it stays that
    List<Instruction> sendable = new ArrayList<>(commitment.instructions().size());
    String late = outside ? lateness(commitment, permit) : "";
    for (Instruction instruction : commitment.instructions()) {
      String why = late.isEmpty() ? objection(instruction, commitment, permit, receipt) : late;
      if (why.isEmpty() && !held.isEmpty() && instruction instanceof Instruction.Place place) {
        why = place.order().spec().entry().map(held::get).orElse("");
      }
      if (why.isEmpty()) {
        sendable.add(instruction);
      } else {
        held = held.isEmpty() ? new LinkedHashMap<>() : held;
        held.put(instruction.id(), why);
      }
    }
    withdraw(commitment.instructions(), held);
    if (sendable.isEmpty()) {
      return new SendReport(Result.DENIED, List.of(), held);
    }
    Instant validUntil =
        permit.validUntil().isBefore(commitment.validUntil())
            ? permit.validUntil()
            : commitment.validUntil();
    Waypoint.PERMITTED.reached();
    List<OrderOutcome> outcomes = submit(new OrderBatch(sendable, validUntil));
    Result result = Results.of(commitment.judgement(), sendable, outcomes, !held.isEmpty());
    return new SendReport(result, outcomes, held);
  }

  private static SendReport unsent(Judgement judgement) {
    Result result =
        switch (judgement.kind()) {
          case NOOP, NOTHING -> judgement.gone().isEmpty() ? Result.NOOP : Result.REJECTED;
          case INVALID, DENIED, CLEARED, PARTLY_CLEARED -> Result.DENIED;
        };
    return new SendReport(result, List.of(), Map.of());
  }

  /** Waits until its intents are durable and its turn has come. */
  private Receipt ready(Commitment commitment, boolean outside) throws InterruptedException {
    try {
      Receipt receipt = outside ? flushed(commitment) : Receipt.DATABASE;
      if (precedence != null) {
        precedence.await(commitment.instructions());
      }
      return receipt;
    } catch (InterruptedException e) {
      Map<ClientOrderId, String> all = new LinkedHashMap<>();
      commitment.instructions().forEach(it -> all.put(it.id(), "interrupted before sending"));
      withdraw(commitment.instructions(), all);
      throw e;
    }
  }

  private Receipt flushed(Commitment commitment) throws InterruptedException {
    long started = System.nanoTime();
    try {
      return commitment.position() < 0
          ? Receipt.DATABASE
          : journal.await(commitment.position(), settings.flushTimeout());
    } finally {
      meters.time(ExecutorMeters.FLUSH, System.nanoTime() - started);
    }
  }

  private String lateness(Commitment commitment, Permit permit) {
    Instant now = processClock.instant();
    if (!now.isBefore(commitment.validUntil())) {
      return "too late: valid until " + commitment.validUntil();
    }
    return now.isBefore(permit.validUntil())
        ? ""
        : "the right to trade ended at " + permit.validUntil();
  }

  /** Why an instruction may not be sent now; empty when it may. */
  private String objection(
      Instruction instruction, Commitment commitment, Permit permit, Receipt receipt) {
    if (permit.epoch() != commitment.epoch()) {
      return "the right to trade changed hands: epoch "
          + permit.epoch()
          + ", intended under "
          + commitment.epoch();
    }
    if (receipt == Receipt.NONE) {
      return "the intent is not durable";
    }
    if (!instruction.opens()) {
      return "";
    }
    if (submission.unanswered() > 0) {
      return "the broker has not answered what was sent before";
    }
    if (receipt == Receipt.SPOOL) {
      return "the intent is in the spool only: nothing is opened";
    }
    TradingState state = desk.stateUnder(permit);
    return state == TradingState.ACTIVE ? "" : "trading is " + state + " now";
  }

  /** Closes what will not be sent; exits go with their entries. */
  private void withdraw(List<Instruction> all, Map<ClientOrderId, String> held) {
    if (held.isEmpty()) {
      return;
    }
    Map<String, List<ClientOrderId>> byCause = new LinkedHashMap<>();
    List<AccountEntry.Answered> undone = new ArrayList<>();
    for (Instruction instruction : all) {
      String why = held.get(instruction.id());
      if (why == null) {
        continue;
      }
      switch (instruction) {
        case Instruction.Place it ->
            byCause.computeIfAbsent(why, ignored -> new ArrayList<>()).add(it.id());
        case Instruction.Amend it ->
            undone.add(
                new AccountEntry.Answered(
                    Asked.AMEND, new OrderOutcome.Rejected(it.id(), why), timeline.now()));
        case Instruction.Cancel ignored -> {}
        case Instruction.SetLeverage ignored -> {}
      }
    }
    LOG.warn("Not sent orders={}", held);
    desk.answered(undone);
    byCause.forEach((why, ids) -> desk.neverSent(ids, why));
  }

  private List<OrderOutcome> submit(OrderBatch batch) {
    long started = System.nanoTime();
    List<OrderOutcome> outcomes = submission.submit(batch);
    meters.time(ExecutorMeters.REQUEST, System.nanoTime() - started, "submit");
    book(batch.instructions(), outcomes);
    return outcomes;
  }

  private void book(List<Instruction> instructions, List<OrderOutcome> outcomes) {
    Instant now = timeline.now();
    List<AccountEntry.Answered> answers = new ArrayList<>(outcomes.size());
    Set<ClientOrderId> unknown = Set.of();
    for (int i = 0; i < outcomes.size(); i++) {
      OrderOutcome outcome = outcomes.get(i);
      if (Results.isUnknown(outcome)) {
        unknown = unknown.isEmpty() ? new HashSet<>() : unknown;
        unknown.add(outcome.clientOrderId());
      }
      answers.add(new AccountEntry.Answered(asked(instructions.get(i)), outcome, now));
      meters.count(ExecutorMeters.OUTCOMES, 1, Results.name(outcome));
    }
    desk.answered(answers);
    Waypoint.OUTCOME_BOOKED.reached();
    if (!unknown.isEmpty()) {
      LOG.warn("Unresolved, asking the venue orders={}", unknown);
      unresolved.accept(unknown);
    }
  }

  private static Asked asked(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Place ignored -> Asked.PLACE;
      case Instruction.Amend ignored -> Asked.AMEND;
      case Instruction.Cancel ignored -> Asked.CANCEL;
      case Instruction.SetLeverage ignored -> Asked.LEVERAGE;
    };
  }
}
