package dev.orrery.exchange.control;

import dev.orrery.exchange.desk.VenueDesk;
import dev.orrery.exchange.fault.Fault;
import dev.orrery.exchange.fault.FaultReader;
import dev.orrery.exchange.fault.Faults;
import dev.orrery.exchange.fault.Standing;
import dev.orrery.exchange.feed.Player;
import dev.orrery.exchange.server.Routes;
import dev.orrery.exchange.socket.Sockets;
import dev.orrery.exchange.venue.MarketTick;
import dev.orrery.exchange.venue.PerpSettings;
import dev.orrery.exchange.venue.VenueSettings;
import dev.orrery.hyperliquid.wire.MalformedMessageException;
import dev.orrery.hyperliquid.wire.WireJson;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * The paths below {@code /control}. They change money, prices and time, and need no key: whoever
 * reaches the port may do so. Pages of other sites may not. Thread-safe.
 */
public final class ControlApi implements Routes {
  /** What {@code GET /control} says this is; a client tells by it that no money is real. */
  public static final String IDENTITY = "orrery-local-exchange";

  private final VenueDesk desk;
  private final Player player;
  private final Sockets sockets;
  private final Faults faults;
  private final SavedState state;
  private final Breaker breaker;
  private final LongSupplier millis;
  private final Guard guard;

  /**
   * Controls these.
   *
   * @param millis the world's clock, by which faults are due
   */
  public ControlApi(
      VenueDesk desk,
      Player player,
      Sockets sockets,
      Faults faults,
      SavedState state,
      Breaker breaker,
      LongSupplier millis,
      Guard guard) {
    this.desk = desk;
    this.player = player;
    this.sockets = sockets;
    this.faults = faults;
    this.state = state;
    this.breaker = breaker;
    this.millis = millis;
    this.guard = guard;
  }

  @Override
  public void addTo(JavalinConfig config) {
    config.routes.before("/control*", guard::check);
    config.routes.get("/control", request -> answer(request, this::identity));
    config.routes.get("/control/state", request -> answer(request, this::standing));
    config.routes.get("/control/faults", request -> answer(request, this::faults));
    config.routes.post("/control/faults", request -> answer(request, () -> addFaults(request)));
    config.routes.delete("/control/faults", request -> answer(request, this::clearFaults));
    config.routes.delete(
        "/control/faults/{id}",
        request -> answer(request, () -> removeFault(request.pathParam("id"))));
    config.routes.post("/control/deposits", request -> answer(request, () -> money(request, true)));
    config.routes.post(
        "/control/withdrawals", request -> answer(request, () -> money(request, false)));
    config.routes.get("/control/time", request -> answer(request, this::time));
    config.routes.post("/control/time", request -> answer(request, () -> setTime(request)));
    config.routes.get("/control/market", request -> answer(request, player::standing));
    config.routes.post("/control/market", request -> answer(request, () -> setMarket(request)));
    config.routes.post(
        "/control/market/{coin}",
        request -> answer(request, () -> setPrices(request, request.pathParam("coin"))));
    config.routes.post("/control/notifications", request -> answer(request, () -> notify(request)));
    config.routes.post("/control/save", request -> answer(request, this::save));
    config.routes.post("/control/load", request -> answer(request, this::load));
  }

  private Map<String, Object> identity() {
    VenueSettings venue = desk.with(it -> it.settings());
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("exchange", IDENTITY);
    String version = ControlApi.class.getPackage().getImplementationVersion();
    shown.put("version", version == null ? "from classes" : version);
    shown.put("protocol", "hyperliquid");
    shown.put("network", venue.network().chain());
    shown.put("realMoney", false);
    shown.put("markets", venue.markets().stream().map(PerpSettings::coin).toList());
    return shown;
  }

  private Map<String, Object> standing() {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("time", time());
    shown.put("market", player.standing());
    shown.put("connections", sockets.connections());
    shown.put("subscriptions", sockets.subscriptions());
    shown.put("actions", desk.actions());
    shown.put("faults", faults().get("faults"));
    return shown;
  }

  private Map<String, Object> faults() {
    List<Object> all = new ArrayList<>();
    for (Standing each : faults.standing()) {
      Map<String, Object> shown = new LinkedHashMap<>();
      shown.put("id", each.id());
      shown.putAll(FaultReader.write(each.fault()));
      shown.put("seen", each.seen());
      shown.put("come", each.come());
      all.add(shown);
    }
    return Map.of("faults", all);
  }

  private Map<String, Object> addFaults(Context request) {
    JsonNode json;
    try {
      json = WireJson.tree(request.bodyAsBytes());
    } catch (MalformedMessageException e) {
      throw Fields.wrong("body", "is no JSON", "");
    }
    List<Fault> asked = FaultReader.read(json, "body");
    List<String> ids = new ArrayList<>();
    asked.forEach(it -> ids.add(faults.add(it, millis.getAsLong())));
    breaker.await(faults.due(millis.getAsLong())); // what is due at once has happened then
    return Map.of("ids", ids);
  }

  private Map<String, Object> clearFaults() {
    int count = faults.standing().size();
    faults.clear();
    return Map.of("removed", count);
  }

  private Map<String, Object> removeFault(String id) {
    if (!faults.remove(id)) {
      throw new ProblemException(
          Problem.refused("fault " + id, "is not there", "GET /control/faults lists them"));
    }
    return Map.of("removed", 1);
  }

  private Map<String, Object> money(Context request, boolean isIn) {
    Fields fields = new Fields(request.bodyAsBytes(), "user", "usdc");
    var user = fields.address("user");
    var usdc = fields.positive("usdc");
    refusing(() ->
        desk.change(venue -> {
          if (isIn) {
            venue.control().deposit(user, usdc);
          } else {
            venue.control().withdraw(user, usdc);
          }
        }));
    return Map.of("user", user.hex(), "usdc", usdc);
  }

  private Map<String, Object> time() {
    return Map.of("venue", desk.clock().millis(), "skewMillis", desk.clock().skew().toMillis());
  }

  private Map<String, Object> setTime(Context request) {
    Fields fields = new Fields(request.bodyAsBytes(), "skewMillis");
    double skew =
        fields.number("skewMillis").orElseThrow(() -> Fields.wrong("skewMillis", "is missing", ""));
    if (!(Math.abs(skew) <= Duration.ofDays(365).toMillis())) {
      throw Fields.wrong("skewMillis", "is more than a year: " + skew, "");
    }
    desk.clock().skew(Duration.ofMillis((long) skew));
    return time();
  }

  private Map<String, Object> setMarket(Context request) {
    Fields fields = new Fields(request.bodyAsBytes(), "speed", "paused");
    refusing(() -> fields.number("speed").ifPresent(player::speed));
    fields.flag("paused").ifPresent(player::paused);
    return player.standing();
  }

  /** Moves a market by hand: its price once, or what its oracle and mark are held at. */
  private Map<String, Object> setPrices(Context request, String coin) {
    Fields fields = new Fields(request.bodyAsBytes(), "price", "oracle", "mark");
    if (desk.with(it -> it.settings().markets()).stream().noneMatch(it -> it.coin().equals(coin))) {
      throw new ProblemException(
          Problem.refused("market " + coin, "is not there", "GET /control lists them"));
    }
    refusing(() ->
        desk.change(venue -> {
          if (fields.has("price")) {
            venue.market(
                new MarketTick.Print(
                    coin, venue.now(), fields.positive("price"), java.math.BigDecimal.ZERO, null));
          }
          if (fields.has("oracle")) {
            venue
                .control()
                .holdOracle(coin, fields.isNull("oracle") ? null : fields.positive("oracle"));
          }
          if (fields.has("mark")) {
            venue.control().holdMark(coin, fields.isNull("mark") ? null : fields.positive("mark"));
          }
        }));
    return Map.of("coin", coin);
  }

  private Map<String, Object> notify(Context request) {
    Fields fields = new Fields(request.bodyAsBytes(), "user", "text");
    sockets.notify(fields.address("user"), fields.text("text"));
    return Map.of("user", fields.address("user").hex());
  }

  private Map<String, Object> save() {
    state.saveFile();
    return Map.of("saved", true);
  }

  private Map<String, Object> load() {
    refusing(state::loadFile);
    return Map.of("loaded", true);
  }

  /** What the venue or the market will not do is refused, not a failure. */
  private static void refusing(Runnable task) {
    try {
      task.run();
    } catch (IllegalArgumentException e) {
      throw new ProblemException(Problem.refused("request", String.valueOf(e.getMessage()), ""), e);
    }
  }

  private static void answer(Context request, Supplier<Map<String, Object>> task) {
    try {
      json(request, 200, "application/json", task.get());
    } catch (ProblemException e) {
      details(request, e.exit() == ExitCode.CONFIGURATION ? 400 : 409, e.problems());
    }
  }

  static void details(Context request, int status, List<Problem> problems) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("type", "about:blank");
    fields.put("title", status == 400 ? "Bad Request" : status == 409 ? "Refused" : "Forbidden");
    fields.put("status", status);
    fields.put("detail", problems.getFirst().line());
    fields.put("problems", problems.stream().map(Problem::line).toList());
    json(request, status, "application/problem+json", fields);
  }

  private static void json(Context request, int status, String type, Object value) {
    request
        .status(status)
        .header("Cache-Control", "no-store")
        .contentType(type)
        .result(WireJson.bytes(value));
  }
}
