package dev.orrery.trigger;

import dev.orrery.api.Trigger;
import dev.orrery.api.Trigger.MissedFire;
import dev.orrery.api.market.Interval;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.trigger.schedule.Schedules;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Pattern;

/**
 * Triggers as stable text, for ids, the journal and display, and back:
 *
 * <pre>
 * every:300s                     every:300s+once
 * cron:0 0/5 * * * ?@UTC         cron:0 0 9 ? * MON-FRI@Europe/London+once
 * event:topic    bar:BTC/5m      manual
 * </pre>
 *
 * {@code +once} stands for {@link MissedFire#FIRE_ONCE}.
 */
public final class TriggerKeys {
  private static final String ONCE = "+once";
  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}s");

  private TriggerKeys() {}

  /** The text of a trigger. */
  public static String of(Trigger trigger) {
    return switch (trigger) {
      case Trigger.Every every ->
          "every:" + every.period().toSeconds() + "s" + once(every.missedFire());
      case Trigger.Cron cron ->
          "cron:"
              + Schedules.singleSpaced(cron.expression())
              + "@"
              + zoneText(cron.zone())
              + once(cron.missedFire());
      case Trigger.Event event -> "event:" + event.topic();
      case Trigger.Manual _ -> "manual";
      case Trigger.BarClose bar -> "bar:" + bar.symbol() + "/" + bar.interval();
    };
  }

  /**
   * The trigger of a text. Equal to the one the text was made of, but that a cron expression comes
   * back with single spaces.
   *
   * @throws ProblemException when it is not such a text
   */
  public static Trigger parse(String key) {
    if (key.equals("manual")) {
      return Trigger.manual();
    }
    int colon = key.indexOf(':');
    String rest = key.substring(colon + 1);
    try {
      return switch (colon < 0 ? "" : key.substring(0, colon)) {
        case "every" -> parseEvery(rest);
        case "cron" -> parseCron(rest);
        case "event" -> Trigger.event(rest);
        case "bar" -> {
          int slash = rest.lastIndexOf('/');
          yield Trigger.barClose(
              rest.substring(0, Math.max(0, slash)), Interval.of(rest.substring(slash + 1)));
        }
        default -> throw new IllegalArgumentException("it has no kind that is known");
      };
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new ProblemException(
          Problem.configuration(
              "trigger '" + key + "'",
              String.valueOf(e.getMessage()),
              "write every:300s, cron:0 0/5 * * * ?@UTC, event:topic, bar:BTC/5m or manual"),
          e);
    }
  }

  private static String once(MissedFire missedFire) {
    return missedFire == MissedFire.FIRE_ONCE ? ONCE : "";
  }

  private static Trigger parseEvery(String rest) {
    String text = withoutOnce(rest);
    if (!SECONDS.matcher(text).matches()) {
      throw new IllegalArgumentException("it has no whole seconds");
    }
    long seconds = Long.parseLong(text.substring(0, text.length() - 1));
    return Trigger.every(Duration.ofSeconds(seconds), missedFire(rest));
  }

  private static Trigger parseCron(String rest) {
    String text = withoutOnce(rest);
    int at = text.lastIndexOf('@');
    if (at < 0) {
      throw new IllegalArgumentException("the zone is missing");
    }
    return Trigger.cron(text.substring(0, at), zone(text.substring(at + 1)), missedFire(rest));
  }

  private static MissedFire missedFire(String rest) {
    return rest.endsWith(ONCE) ? MissedFire.FIRE_ONCE : MissedFire.SKIP;
  }

  private static String withoutOnce(String rest) {
    return rest.endsWith(ONCE) ? rest.substring(0, rest.length() - ONCE.length()) : rest;
  }

  private static String zoneText(ZoneId zone) {
    return zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
  }

  private static ZoneId zone(String text) {
    return text.equals("UTC") ? ZoneOffset.UTC : ZoneId.of(text);
  }
}
