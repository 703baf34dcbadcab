package dev.orrery.runtime.plugin;

import dev.orrery.api.Trigger;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Judges what a plugin answers when it is asked about itself. */
final class Answers {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,48}");

  private Answers() {}

  static String name(String asked, @Nullable String name) throws PluginFault {
    if (name == null || !NAME.matcher(name).matches()) {
      throw new PluginFault(
          asked + " answered " + (name == null ? "null" : "'" + shown(name) + "'"),
          "answer 1 to 48 letters, digits, - or _");
    }
    return name;
  }

  static String vault(String asked, @Nullable String vaultId) throws PluginFault {
    if (vaultId == null || vaultId.isBlank()) {
      throw new PluginFault(
          asked + " answered " + (vaultId == null ? "null" : "a blank"), "answer an account");
    }
    return vaultId;
  }

  /** Each once, at least one, each passing the check. */
  static List<Trigger> triggers(String asked, @Nullable List<Trigger> triggers, TriggerCheck check)
      throws PluginFault {
    List<Trigger> copied = list(asked, triggers);
    if (copied.isEmpty()) {
      throw new PluginFault(asked + " answered no trigger", "answer at least one");
    }
    for (Trigger trigger : copied) {
      Optional<String> complaint = check.complaint(trigger);
      if (complaint.isPresent()) {
        throw new PluginFault(
            asked + " answered a trigger that cannot be used: " + complaint.get(), "correct it");
      }
    }
    return copied.stream().distinct().toList();
  }

  /** A copy without nulls: the plugin's own collection is the plugin's code. */
  static <T> List<T> list(String asked, @Nullable List<T> list) throws PluginFault {
    if (list == null) {
      throw new PluginFault(asked + " answered null", "answer a list");
    }
    try {
      return List.copyOf(list);
    } catch (NullPointerException e) {
      throw new PluginFault(asked + " answered a list with a null", "answer without nulls");
    }
  }

  private static String shown(String name) {
    String line = name.replaceAll("\\p{Cntrl}", "?");
    return line.length() <= 60 ? line : line.substring(0, 60) + "...";
  }
}
