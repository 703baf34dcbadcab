package dev.orrery.cli.scaffold;

/** The files of a new project: where each is written, and the resource it is made of. */
enum Template {
  POM("pom.xml", "pom.xml.template"),
  OFFLINE(".mvn/maven.config", "maven.config.template"),
  README("README.md", "README.md.template"),
  IGNORED(".gitignore", "gitignore.template"),
  BACKTEST("backtest", "backtest.template"),
  STRATEGY("src/main/java/@folder@/@Class@Strategy.java", "Strategy.java.template"),
  PARAMETERS("src/main/java/@folder@/@Class@Parameters.java", "Parameters.java.template"),
  FACTORY("src/main/java/@folder@/@Class@StrategyFactory.java", "StrategyFactory.java.template"),
  SERVICE(
      "src/main/resources/META-INF/services/dev.orrery.api.StrategyFactory", "service.template"),
  TEST("src/test/java/@folder@/@Class@StrategyTest.java", "StrategyTest.java.template");

  private final String target;
  private final String source;

  Template(String target, String source) {
    this.target = target;
    this.source = source;
  }

  String target() {
    return target;
  }

  String source() {
    return source;
  }

  boolean executable() {
    return this == BACKTEST;
  }
}
