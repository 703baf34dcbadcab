package dev.orrery.config;

/**
 * A place in the tree of settings.
 *
 * @param key path of keys joined by dots; at the top empty, or a word and a blank that stands
 *     before each key
 * @param origin where the value, or the nearest thing around it, was written
 */
record Site(String key, Origin origin) {
  Site child(String name, Origin where) {
    boolean joined = key.isEmpty() || key.endsWith(" ");
    return new Site(joined ? key + name : key + "." + name, where);
  }

  Site item(int index, Origin where) {
    return new Site(key + "[" + index + "]", where);
  }

  /** What a problem calls it; the top of a group of parameters is {@code parameters}. */
  String label() {
    return key.endsWith(" ") ? key.stripTrailing() + "s" : key;
  }
}
