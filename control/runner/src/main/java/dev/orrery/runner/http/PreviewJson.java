package dev.orrery.runner.http;

import dev.orrery.executor.Judgement;
import dev.orrery.executor.risk.Clearance;
import dev.orrery.runtime.tick.Preview;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a strategy would do, for the API. */
final class PreviewJson {
  private PreviewJson() {}

  static Map<String, @Nullable Object> of(String strategy, Preview preview) {
    Judgement judgement = preview.judgement();
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("strategy", strategy);
    fields.put("preview", true);
    fields.put("actions", preview.actions().stream().map(Object::toString).toList());
    fields.put("error", preview.error());
    fields.put(
        "result", judgement == null ? "failed" : judgement.kind().name().toLowerCase(Locale.ROOT));
    fields.put("problem", judgement == null ? null : judgement.problem());
    fields.put(
        "clearances",
        judgement == null
            ? List.of()
            : judgement.clearances().stream().map(Clearance::text).toList());
    fields.put("notes", judgement == null ? List.of() : judgement.notes());
    return fields;
  }
}
