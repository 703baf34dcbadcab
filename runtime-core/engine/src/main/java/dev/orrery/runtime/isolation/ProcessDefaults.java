package dev.orrery.runtime.isolation;

import java.lang.Thread.UncaughtExceptionHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the whole process shares and plugin code has no business with: default locale, time zone and
 * handler of uncaught exceptions. One for a runtime, as they were when it was made. Thread-safe.
 */
public final class ProcessDefaults {
  private volatile Values right = Values.now();

  /** As they are now. */
  public ProcessDefaults() {}

  private record Values(
      Locale locale,
      Locale display,
      Locale format,
      TimeZone zone,
      String zoneId,
      @Nullable UncaughtExceptionHandler handler) {
    static Values now() {
      TimeZone zone = TimeZone.getDefault();
      return new Values(
          Locale.getDefault(),
          Locale.getDefault(Locale.Category.DISPLAY),
          Locale.getDefault(Locale.Category.FORMAT),
          zone,
          zone.getID(),
          Thread.getDefaultUncaughtExceptionHandler());
    }
  }

  /** What can be changed. */
  public enum Shared {
    /** The default locale, or that of a category. */
    LOCALE,
    /** The default time zone. */
    TIME_ZONE,
    /** The default handler of uncaught exceptions. */
    EXCEPTION_HANDLER
  }

  /**
   * A change that was put back.
   *
   * @param what of which kind
   * @param text what it was changed to, for people
   * @param by whose classes it is made of; null when nothing of it tells
   */
  public record Change(Shared what, String text, @Nullable ClassLoader by) {}

  /** Whether all of them are as they were. Asking for the time zone copies it. */
  @SuppressWarnings("ReferenceEquality") // whoever changes them brings another object
  public boolean areUntouched() {
    Values then = right;
    return Locale.getDefault() == then.locale
        && Locale.getDefault(Locale.Category.FORMAT) == then.format
        && Locale.getDefault(Locale.Category.DISPLAY) == then.display
        && Thread.getDefaultUncaughtExceptionHandler() == then.handler
        && TimeZone.getDefault().getID().equals(then.zoneId);
  }

  /**
   * Puts back what was changed.
   *
   * @return what that was, each by itself; empty when nothing was
   */
  @SuppressWarnings("ReferenceEquality") // equals of a handler is plugin code
  public synchronized List<Change> restore() {
    Values then = right;
    List<Change> changed = new ArrayList<>();
    Locale locale = Locale.getDefault();
    Locale format = Locale.getDefault(Locale.Category.FORMAT);
    Locale display = Locale.getDefault(Locale.Category.DISPLAY);
    if (!locale.equals(then.locale)
        || !format.equals(then.format)
        || !display.equals(then.display)) {
      changed.add(
          new Change(
              Shared.LOCALE,
              "default locale to " + (locale.equals(then.locale) ? format : locale),
              null));
    }
    Locale.setDefault(then.locale);
    Locale.setDefault(Locale.Category.DISPLAY, then.display);
    Locale.setDefault(Locale.Category.FORMAT, then.format);
    String zone = TimeZone.getDefault().getID();
    if (!zone.equals(then.zoneId)) {
      TimeZone.setDefault(then.zone);
      changed.add(new Change(Shared.TIME_ZONE, "default time zone to " + zone, null));
    }
    UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
    if (handler != then.handler) {
      Thread.setDefaultUncaughtExceptionHandler(then.handler);
      changed.add(
          new Change(
              Shared.EXCEPTION_HANDLER,
              "default handler of uncaught exceptions to "
                  + (handler == null ? "none" : handler.getClass().getName()),
              handler == null ? null : handler.getClass().getClassLoader()));
    }
    return changed;
  }

  /** What was changed, as one text. */
  public static String told(List<Change> changed) {
    return changed.stream()
        .map(Change::text)
        .collect(Collectors.joining(" and ", "changed the process's ", ""));
  }

  /** Takes them as they are now for right: somebody else's change, who may make it. */
  public void accept() {
    right = Values.now();
  }
}
