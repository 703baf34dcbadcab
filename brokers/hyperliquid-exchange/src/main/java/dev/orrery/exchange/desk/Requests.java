package dev.orrery.exchange.desk;

import dev.orrery.exchange.fault.Asked;
import dev.orrery.exchange.fault.Fault;
import dev.orrery.exchange.fault.Faults;
import dev.orrery.exchange.fault.RequestFate;
import dev.orrery.exchange.venue.Venue;
import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.Network;
import dev.orrery.hyperliquid.signing.Recovery;
import dev.orrery.hyperliquid.wire.MalformedMessageException;
import dev.orrery.hyperliquid.wire.RefusalReason;
import dev.orrery.hyperliquid.wire.WireJson;
import dev.orrery.hyperliquid.wire.action.ExchangeAnswer;
import dev.orrery.hyperliquid.wire.action.ExchangeRequest;
import dev.orrery.hyperliquid.wire.action.UnlistedAction;
import dev.orrery.hyperliquid.wire.info.AccountRequest;
import dev.orrery.hyperliquid.wire.info.InfoRequest;
import dev.orrery.hyperliquid.wire.info.MarketRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Answers what is posted to {@code /info} and {@code /exchange}, and the same over a socket. What
 * cannot be read never reaches the venue. Signatures are checked by the threads that bring them, so
 * that the venue's lock is held for the action alone. Thread-safe.
 */
public final class Requests {
  private static final Logger LOG = LoggerFactory.getLogger(Requests.class);
  private static final int TOO_MANY = 429;
  private static final int ACTIONS_A_WEIGHT = 40;

  private final VenueDesk desk;
  private final Faults faults;
  private final Mids mids;
  private final IpWeights weights;
  private final Network network;
  private final Occasions occasions;
  private final Consumer<Fault> events;

  /**
   * Answers.
   *
   * @param events makes happen what is to happen after a request; must not wait for anything
   */
  public Requests(
      VenueDesk desk, Faults faults, Mids mids, IpWeights weights, Consumer<Fault> events) {
    this.desk = desk;
    this.faults = faults;
    this.mids = mids;
    this.weights = weights;
    this.network = desk.with(it -> it.settings().network());
    this.occasions = new Occasions(desk.with(it -> it.settings().markets()));
    this.events = events;
  }

  /** A question, as it was posted. */
  public CompletableFuture<Reply> info(String ip, byte[] body) {
    return readable(() -> info(ip, WireJson.tree(body)));
  }

  /** A question. */
  public CompletableFuture<Reply> info(String ip, JsonNode json) {
    return readable(() -> {
      InfoRequest<?> request = InfoRequest.read(json);
      if (!weights.take(ip, request.weight())) {
        return done(tooMany());
      }
      Asked asked = Occasions.question(json.path("type").asString(""), request);
      return fated(faults.of(asked), () -> done(answer(ip, request)));
    });
  }

  /** An action, as it was posted. */
  public CompletableFuture<Reply> action(String ip, byte[] body) {
    return readable(() -> action(ip, WireJson.tree(body)));
  }

  /** An action. */
  public CompletableFuture<Reply> action(String ip, JsonNode json) {
    return readable(() -> {
      ExchangeRequest request = ExchangeRequest.read(json);
      if (request.action() instanceof UnlistedAction) {
        return done(Reply.unreadable());
      }
      if (!weights.take(ip, 1 + request.action().count() / ACTIONS_A_WEIGHT)) {
        return done(tooMany());
      }
      Optional<Address> signer = signer(request);
      if (signer.isEmpty()) {
        return done(refused(RefusalReason.SIGNATURE.text()));
      }
      RequestFate fate = fate(signer.get(), request);
      return fated(
          fate,
          () -> desk.act(signer.get(), request, fate.rejections()).thenApply(Requests::reply));
    });
  }

  /** What was read, but cannot be hashed, is nothing the venue knows: as good as unreadable. */
  private Optional<Address> signer(ExchangeRequest request) {
    try {
      return Recovery.signer(request, network);
    } catch (IllegalArgumentException e) {
      throw new MalformedMessageException("cannot be hashed: " + e.getMessage(), e);
    }
  }

  private RequestFate fate(Address signer, ExchangeRequest request) {
    if (faults.standing().isEmpty()) {
      return RequestFate.GOOD;
    }
    return faults.of(occasions.action(signer, desk.with(it -> account(it, signer)), request));
  }

  private static Address account(Venue venue, Address signer) {
    var role = venue.info(new AccountRequest.Role(signer));
    return role == null ? signer : role.master().orElse(signer);
  }

  private <A> Reply answer(String ip, InfoRequest<A> request) {
    if (request instanceof MarketRequest.AllMids(var dex)) {
      return Reply.json(desk.with(it -> mids.of(it, dex)));
    }
    A answer = desk.<@Nullable A>with(it -> it.info(request));
    if (answer != null) {
      weights.owe(ip, request.extraWeight(answer));
    }
    return Reply.json(answer);
  }

  private static Reply reply(ExchangeAnswer answer) {
    return Reply.json(answer.json());
  }

  private static Reply refused(String text) {
    return reply(new ExchangeAnswer.Refused(text));
  }

  private static Reply tooMany() {
    return Reply.plain(TOO_MANY, "Too many requests");
  }

  /** Does it as faults will have it. */
  private CompletableFuture<Reply> fated(
      RequestFate fate, Supplier<CompletableFuture<Reply>> effect) {
    if (fate.equals(RequestFate.GOOD)) {
      return effect.get();
    }
    CompletableFuture<Reply> answer =
        after(fate.before(), Reply.json(null))
            .thenCompose(it -> fate.takesEffect() ? effect.get() : done(it))
            .thenApply(it -> changed(fate, it))
            .thenCompose(it -> after(fate.after(), it));
    return answer.whenComplete((it, failure) -> fate.events().forEach(events));
  }

  private static Reply changed(RequestFate fate, Reply reply) {
    Reply answered =
        fate.status() == null
            ? reply
            : fate.status().code() == 422
                ? Reply.unreadable()
                : Reply.plain(fate.status().code(), "asked for by a fault");
    return fate.lost() ? answered.neverSent() : answered;
  }

  private static CompletableFuture<Reply> after(Duration wait, Reply reply) {
    if (wait.isZero()) {
      return done(reply);
    }
    return CompletableFuture.supplyAsync(
        () -> reply, CompletableFuture.delayedExecutor(wait.toMillis(), TimeUnit.MILLISECONDS));
  }

  private static CompletableFuture<Reply> readable(Supplier<CompletableFuture<Reply>> task) {
    try {
      return task.get();
    } catch (MalformedMessageException e) {
      LOG.debug("cannot be read", e);
      return done(Reply.unreadable());
    }
  }

  private static CompletableFuture<Reply> done(Reply reply) {
    return CompletableFuture.completedFuture(reply);
  }
}
