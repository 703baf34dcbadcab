package dev.orrery.control.skill;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Stands for {@code plugins verify --json} in a process of its own: what the jar says is what it
 * does.
 */
final class FakeVerify {
  private FakeVerify() {}

  public static void main(String[] arguments) throws Exception {
    String[] asked = Files.readString(Path.of(arguments[0])).split(" ", 2);
    switch (asked[0]) {
      case "loads" ->
          System.out.println(
              "[{\"jar\": \"plugin.jar\", \"loads\": true, \"strategies\": [" + asked[1] + "]}]");
      case "refused" -> {
        System.out.println(
            "[{\"loads\": false, \"refused\": \"jar plugin.jar: " + asked[1] + "\"}]");
        System.exit(4);
      }
      case "environment" ->
          System.out.println(
              "[{\"loads\": false, \"refused\": \"" + System.getenv().size() + " variables\"}]");
      case "reads" ->
          System.out.println(
              "[{\"loads\": false, \"refused\": \""
                  + System.in.readAllBytes().length
                  + " bytes\"}]");
      case "hangs" -> Thread.currentThread().join();
      case "dies" -> {
        System.err.println("it was " + asked[1]);
        System.exit(77);
      }
      default -> System.out.println(asked[0]);
    }
  }
}
