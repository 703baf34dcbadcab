package dev.orrery.runtime.bytecode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.runtime.plugin.TestJar;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole processes that start with the agent, and a plugin in them that wants to end them. */
class ExitAgentTest {
  /** What a plugin tries, by name; each by a way that rewriting does not reach. */
  private static final String SOURCE =
      """
      package p;
      import java.lang.invoke.*;
      public class Ending implements Runnable {
        static MethodHandle handle(Class<?> owner, String name) throws Exception {
          MethodType type = MethodType.methodType(void.class, int.class);
          return owner == System.class
              ? MethodHandles.lookup().findStatic(owner, name, type)
              : MethodHandles.lookup().findVirtual(owner, name, type).bindTo(Runtime.getRuntime());
        }
        public void run() {
          try {
            switch (System.getProperty("way")) {
              case "exit" -> handle(System.class, "exit").invoke(11);
              case "runtime" -> handle(Runtime.class, "exit").invoke(12);
              case "halt" -> handle(Runtime.class, "halt").invoke(13);
              case "thread" -> {
                Thread thread = new Thread(MethodHandleProxies.asInterfaceInstance(
                    Runnable.class, MethodHandles.insertArguments(handle(System.class, "exit"), 0, 14)));
                thread.start();
                thread.join();
                throw new SecurityException("in its thread");
              }
              default -> System.out.println("nothing");
            }
          } catch (SecurityException e) {
            System.out.println("refused " + e.getMessage());
          } catch (Throwable e) {
            System.out.println(e);
          }
        }
      }
      """;

  @TempDir private Path folder;
  private Path agent = Path.of("");

  @BeforeEach
  void pack() {
    agent =
        TestJar.jar()
            .manifest("Premain-Class", ExitAgent.class.getName())
            .manifest("Can-Retransform-Classes", "true")
            .build(folder.resolve("agent.jar"));
  }

  /** What the processes run: a plugin, and then an end of their own. */
  static final class Program {
    public static void main(String[] arguments) throws Throwable {
      Polled loader = Polled.of(Polled.compiled("p.Ending", SOURCE));
      System.out.println("guarded " + ExitAgent.isOn());
      Thread thread = Thread.currentThread();
      ClassLoader before = thread.getContextClassLoader();
      Runnable ending = (Runnable) loader.loadClass("p.Ending").getConstructor().newInstance();
      thread.setContextClassLoader(loader);
      ending.run();
      thread.setContextClassLoader(before);
      System.out.println("goes on");
      if (arguments[0].equals("waits")) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
        System.out.println("waits");
        Thread.currentThread().join();
      }
      if (arguments[0].equals("known")) {
        try (ExitGuard.Watch watch = ExitGuard.watch(thread::equals)) {
          Runtime.getRuntime().exit(21);
        } catch (ExitRefused e) {
          System.out.println("refused where it is known");
        }
      }
      if (arguments[0].equals("gives back")) {
        ExitAgent.giveBack();
        ExitAgent.giveBack();
        System.out.println("guarded " + ExitAgent.isOn());
      }
      MethodHandles.lookup()
          .findStatic(System.class, "exit", MethodType.methodType(void.class, int.class))
          .invoke(7);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"exit", "runtime", "halt", "thread"})
  void refusesWhateverComesOutOfAPluginAndLetsItselfEnd(String way) throws Exception {
    Process process = start(way, "ends");
    assertThat(out(process))
        .contains("guarded true", "goes on")
        .anyMatch(line -> line.startsWith("refused "));
    assertThat(process.exitValue()).isEqualTo(7);
  }

  @Test
  void givesTheMethodsBack() throws Exception {
    Process process = start("exit", "gives back");
    assertThat(out(process)).containsSubsequence("guarded true", "goes on", "guarded false");
    assertThat(process.exitValue()).isEqualTo(7);
  }

  @Test
  void asksWhoRunsPlugins() throws Exception {
    Process process = start("exit", "known");
    assertThat(out(process)).contains("refused where it is known");
    assertThat(process.exitValue()).isEqualTo(7);
  }

  @Test
  void leavesSignalsAlone() throws Exception {
    Process process = start("halt", "waits");
    List<String> before = new java.util.ArrayList<>();
    var lines = process.inputReader(StandardCharsets.UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      before.add(line);
      if (line.equals("waits")) {
        process.toHandle().destroy();
      }
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(before).endsWith("waits", "hook");
    assertThat(process.exitValue()).isEqualTo(143);
  }

  private Process start(String way, String then) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-javaagent:" + agent,
            "-Dway=" + way,
            "-cp",
            System.getProperty("java.class.path"),
            Program.class.getName(),
            then);
    builder.environment().putAll(Map.of("LC_ALL", "C"));
    return builder.redirectError(Files.createTempFile(folder, "err", ".txt").toFile()).start();
  }

  private static List<String> out(Process process) throws Exception {
    List<String> lines = process.inputReader(StandardCharsets.UTF_8).lines().toList();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return lines;
  }
}
