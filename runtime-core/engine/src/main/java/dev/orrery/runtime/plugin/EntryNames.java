package dev.orrery.runtime.plugin;

/** Names within an archive that would lead out of a folder, were it unpacked there. */
final class EntryNames {
  private EntryNames() {}

  static void check(String name) throws PluginFault {
    boolean leadsOut =
        name.startsWith("/")
            || name.indexOf('\\') >= 0
            || name.indexOf('\0') >= 0
            || name.matches("[A-Za-z]:.*")
            || ("/" + name + "/").contains("/../");
    if (leadsOut) {
      throw new PluginFault(
          "holds an entry named '"
              + name.replaceAll("\\p{Cntrl}", "?")
              + "', which leads out of it",
          "build it again with a tool that writes relative names");
    }
  }
}
