package dev.orrery.runtime.plugin;

/** Names within an archive that would lead out of a folder, were it unpacked there. */
final class EntryNames {
  private EntryNames() {}

  static void check(String name) throws PluginFault {
    boolean leadsOut =
        name.startsWith("/")
            || name.indexOf('\\') >= 0
            || name.indexOf('\0') >= 0
            || isDrive(name)
            || ("/" + name + "/").contains("/../");
    if (leadsOut) {
      throw new PluginFault(
          "holds an entry named '"
              + name.replaceAll("\\p{Cntrl}", "?")
              + "', which leads out of it",
          "build it again with a tool that writes relative names");
    }
  }

  /** A letter and a colon lead to another drive on some systems. */
  private static boolean isDrive(String name) {
    return name.length() > 1
        && name.charAt(1) == ':'
        && Character.isLetter(name.charAt(0))
        && name.charAt(0) < 128;
  }
}
