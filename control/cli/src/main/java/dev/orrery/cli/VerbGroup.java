package dev.orrery.cli;

/** How verbs are shown together in the help. */
enum VerbGroup {
  RUN("Run strategies"),
  AUTHOR("Write and try strategies"),
  REHEARSE("Rehearse trading for real"),
  PLANE("Give each deployment a machine of its own"),
  COMMAND("Command strategies that run"),
  READ("See what happened"),
  INSPECT("Look at jars, configuration and database");

  private final String title;

  VerbGroup(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
