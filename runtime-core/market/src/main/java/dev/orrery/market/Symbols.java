package dev.orrery.market;

import dev.orrery.api.market.Instrument;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The symbols of a board and their places. Immutable. */
final class Symbols {
  private final String only;
  private final Map<String, Integer> places = new HashMap<>();
  private final Set<String> names;

  Symbols(List<Instrument> instruments) {
    Set<String> ordered = new LinkedHashSet<>();
    for (Instrument instrument : instruments) {
      if (!ordered.add(instrument.symbol())) {
        throw new IllegalArgumentException("instrument given twice: " + instrument.symbol());
      }
      places.put(instrument.symbol(), places.size());
    }
    names = Collections.unmodifiableSet(ordered);
    only = instruments.size() == 1 ? instruments.getFirst().symbol() : "";
  }

  Set<String> names() {
    return names;
  }

  /** The place of a symbol; -1 when it is not one of the board's. */
  int find(String symbol) {
    if (only.equals(symbol)) {
      return 0;
    }
    Integer place = places.get(symbol);
    return place == null ? -1 : place;
  }
}
