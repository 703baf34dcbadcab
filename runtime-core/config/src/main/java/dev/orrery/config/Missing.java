package dev.orrery.config;

import java.util.Map;

/** What to write for a setting that is missing. */
final class Missing {
  private Missing() {}

  /** {@code caps have no default: write a number such as 2}. */
  static String wayOut(Component component, ScalarReader scalars) {
    Doc doc = component.doc();
    String why = doc == null ? "it has no default" : doc.noDefault();
    return why + ": write " + what(component, doc == null ? "" : doc.example(), scalars);
  }

  private static String what(Component component, String example, ScalarReader scalars) {
    Class<?> raw = component.raw();
    ScalarType<?> type = scalars.find(raw, component);
    if (type != null) {
      boolean shows = type.noun().contains(" such as ") || type.noun().startsWith("one of");
      String shown = example.isEmpty() ? type.example() : example;
      String noun = type.noun().isEmpty() ? "a value" : type.noun();
      return shows || shown.isEmpty() ? noun : noun + " such as " + shown;
    }
    if (raw.isRecord()) {
      return String.join(", ", Component.required(raw)) + " under it";
    }
    String shown = example.isEmpty() ? "" : " such as " + example;
    return (raw == Map.class ? "settings by name" : "a list") + shown;
  }
}
