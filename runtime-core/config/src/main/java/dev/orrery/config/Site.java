package dev.orrery.config;

/**
 * A place in the tree of settings.
 *
 * @param key path of keys joined by dots; empty at the top
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
}
