package dev.orrery.exchange.desk;

import dev.orrery.exchange.fault.Trouble;
import dev.orrery.exchange.venue.Venue;
import dev.orrery.exchange.venue.VenueCall;
import dev.orrery.exchange.venue.VenueListener;
import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.wire.action.ExchangeAnswer;
import dev.orrery.hyperliquid.wire.action.ExchangeRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The venue and the one lock that owns it. Whoever comes waits for the lock, and for nothing else:
 * what the venue tells while it is held is only noted, and sent by others. Thread-safe.
 */
public final class VenueDesk {
  private final ReentrantLock lock = new ReentrantLock();
  private final ProtocolClock clock;
  private final VenueListener listener;
  private final Runnable told;
  private final AtomicLong actions = new AtomicLong();
  private final List<Waiting> block = new ArrayList<>();
  private Venue venue;

  private record Waiting(
      VenueCall call,
      List<Trouble.RejectOrders> rejections,
      CompletableFuture<ExchangeAnswer> answer) {}

  /**
   * Takes a venue over.
   *
   * @param listener the venue's own, for the venues that come after it
   * @param told called after each call, still under the lock: what the venue told is complete
   */
  public VenueDesk(Venue venue, ProtocolClock clock, VenueListener listener, Runnable told) {
    this.venue = venue;
    this.clock = clock;
    this.listener = listener;
    this.told = told;
  }

  /** The clock its calls are timed by. */
  public ProtocolClock clock() {
    return clock;
  }

  /** Actions taken so far. */
  public long actions() {
    return actions.get();
  }

  /** Does something with the venue at its present time. */
  public <T extends @Nullable Object> T with(Function<Venue, T> task) {
    lock.lock();
    try {
      venue.advance(clock.millis());
      return task.apply(venue);
    } finally {
      told.run();
      lock.unlock();
    }
  }

  /** As {@link #with}, without a result. */
  public void change(Consumer<Venue> task) {
    with(it -> {
      task.accept(it);
      return true;
    });
  }

  /**
   * Takes an action: now, or with the block that is being gathered.
   *
   * @param signer whom its signature recovers to
   * @param rejections orders of it that are refused although they would have been taken
   */
  public CompletableFuture<ExchangeAnswer> act(
      Address signer, ExchangeRequest request, List<Trouble.RejectOrders> rejections) {
    lock.lock();
    try {
      VenueCall call = new VenueCall(signer, request, clock.millis());
      CompletableFuture<ExchangeAnswer> answer = new CompletableFuture<>();
      Waiting waiting = new Waiting(call, rejections, answer);
      if (venue.settings().blockMillis() > 0) {
        block.add(waiting);
      } else {
        answer.complete(take(List.of(waiting)).getFirst());
      }
      return answer;
    } finally {
      told.run();
      lock.unlock();
    }
  }

  /** Ends the block that is being gathered: its actions are taken, and their answers complete. */
  public void closeBlock() {
    List<Waiting> gathered;
    List<ExchangeAnswer> answers;
    lock.lock();
    try {
      gathered = List.copyOf(block);
      block.clear();
      answers = take(gathered);
    } finally {
      told.run();
      lock.unlock();
    }
    // Whoever waits goes on with this thread, which must not have the lock then.
    for (int i = 0; i < answers.size(); i++) {
      gathered.get(i).answer.complete(answers.get(i));
    }
  }

  /** All of the venue, as it can be loaded again. */
  public byte[] save() {
    return with(it -> {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      it.save(out);
      return out.toByteArray();
    });
  }

  /**
   * Goes on with a venue that was saved.
   *
   * @throws IllegalArgumentException when it is none; the present one stays
   */
  public void load(byte[] saved) {
    Venue other = Venue.load(new ByteArrayInputStream(saved), listener);
    lock.lock();
    try {
      venue = other;
    } finally {
      lock.unlock();
    }
  }

  /** An action with rejections is a block of its own: they are for nobody else. */
  private List<ExchangeAnswer> take(List<Waiting> calls) {
    actions.addAndGet(calls.size());
    if (calls.size() > 1 && calls.stream().allMatch(it -> it.rejections.isEmpty())) {
      return venue.block(calls.stream().map(Waiting::call).toList());
    }
    List<ExchangeAnswer> answers = new ArrayList<>(calls.size());
    for (Waiting each : calls) {
      for (Trouble.RejectOrders some : each.rejections) {
        venue.control().rejectNext(null, some.pass(), some.refuse(), some.text());
      }
      answers.add(venue.act(each.call));
      if (!each.rejections.isEmpty()) {
        venue.control().rejectNext(null, 0, 0, "");
      }
    }
    return answers;
  }
}
