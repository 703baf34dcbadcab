package dev.orrery.control.machine.fly;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A machine of the fake with its program, which does what {@code BEHAVE} says. Confined to a lock.
 */
final class FakeMachine {
  private static final long STEP_MILLIS = 8;

  final String id;
  final String name;
  final List<Map<String, String>> starts = new ArrayList<>();
  final ArrayNode events = FlyAnswer.MAPPER.createArrayNode();
  private final Object lock;
  private final ScheduledExecutorService threads;
  private final String secretNames;
  ObjectNode config;
  String state = "creating";
  String version;
  String region;
  String hostStatus = "ok";
  String nonce = "";
  String leaseText = "";
  long leaseEnds;
  private int restarts;
  private boolean stopAsked;

  /** Which life of the program a delayed step belongs to. */
  private int life;

  FakeMachine(
      String id,
      String name,
      String version,
      String region,
      ObjectNode config,
      String secretNames,
      Object lock,
      ScheduledExecutorService threads) {
    this.id = id;
    this.name = name;
    this.version = version;
    this.region = region;
    this.config = config;
    this.secretNames = secretNames;
    this.lock = lock;
    this.threads = threads;
  }

  boolean live() {
    return !state.equals("destroyed");
  }

  boolean settled() {
    return List.of("started", "stopped", "failed", "destroyed", "suspended").contains(state);
  }

  void launch() {
    stopAsked = false;
    restarts = 0;
    event("launch", null);
    boot("starting");
  }

  private void boot(String passing) {
    state = passing;
    int mine = ++life;
    later(
        mine,
        () -> {
          state = "started";
          event("start", null);
          Map<String, String> seen = new TreeMap<>();
          config
              .path("env")
              .properties()
              .forEach(it -> seen.put(it.getKey(), it.getValue().asString("")));
          seen.put("secrets", secretNames);
          seen.put("release", config.path("image").asString(""));
          starts.add(seen);
          String behave = seen.getOrDefault("BEHAVE", "run");
          if (behave.startsWith("exit ")) {
            later(mine, () -> exited(number(behave), -1));
          } else if (behave.startsWith("once ") && starts.size() == 1) {
            later(mine, () -> exited(number(behave), -1));
          }
        });
  }

  void stop(long graceMillis) {
    if (!state.equals("started") && !state.equals("starting") && !state.equals("restarting")) {
      return;
    }
    stopAsked = true;
    boolean up = state.equals("started");
    boolean deaf = config.at("/env/BEHAVE").asString("").equals("deaf");
    state = "stopping";
    int mine = ++life;
    later(
        mine, up && deaf ? graceMillis : STEP_MILLIS, () -> exited(deaf ? 137 : 0, deaf ? 9 : -1));
  }

  void killed() {
    exited(137, 9);
  }

  void update(ObjectNode whole, String newVersion, boolean launch) {
    config = whole;
    version = newVersion;
    event("update", null);
    ++life;
    if (launch) {
      launch();
    } else {
      stopAsked = true;
      state = "stopped";
    }
  }

  void destroy() {
    ++life;
    state = "destroyed";
    event("destroy", null);
  }

  /** As the image's entry point has it: what must not be tried again ends with 0. */
  private void exited(int code, int signal) {
    int shown = code == 3 || code == 4 ? 0 : code;
    boolean fails = shown != 0 && !stopAsked;
    int most = config.at("/restart/max_retries").asInt(10);
    boolean again =
        fails
            && config.at("/restart/policy").asString("on-failure").equals("on-failure")
            && restarts < most;
    if (again) {
      restarts++;
    }
    ObjectNode exit = FlyAnswer.MAPPER.createObjectNode();
    exit.put("exit_code", shown);
    exit.put("guest_exit_code", shown);
    exit.put("guest_signal", signal);
    exit.put("oom_killed", false);
    exit.put("requested_stop", stopAsked);
    exit.put("restarting", again);
    event("exit", exit);
    ++life;
    if (again) {
      boot("restarting");
    } else if (config.path("auto_destroy").asBoolean(false)) {
      state = "destroyed";
    } else {
      state = "stopped";
    }
  }

  private void event(String type, @Nullable ObjectNode exit) {
    ObjectNode event = FlyAnswer.MAPPER.createObjectNode();
    event.put("id", "e" + events.size());
    event.put("type", type);
    event.put("timestamp", 1_764_000_000_000L + events.size());
    ObjectNode request = event.putObject("request");
    request.put("restart_count", restarts);
    if (exit != null) {
      request.set("exit_event", exit);
    }
    events.insert(0, event);
  }

  ObjectNode json() {
    ObjectNode json = FlyAnswer.MAPPER.createObjectNode();
    json.put("id", id);
    json.put("name", name);
    json.put("state", state);
    json.put("region", region);
    json.put("instance_id", version);
    json.put("host_status", hostStatus);
    json.set(hostStatus.equals("ok") ? "config" : "incomplete_config", config.deepCopy());
    json.set("events", events.deepCopy());
    json.put("unknown_member", true);
    return json;
  }

  private void later(int mine, Runnable step) {
    later(mine, STEP_MILLIS, step);
  }

  private void later(int mine, long millis, Runnable step) {
    threads.schedule(
        () -> {
          synchronized (lock) {
            if (mine == life && !state.equals("failed")) {
              step.run();
            }
            lock.notifyAll();
          }
        },
        millis,
        TimeUnit.MILLISECONDS);
  }

  private static int number(String behave) {
    return Integer.parseInt(behave.substring(5));
  }
}
