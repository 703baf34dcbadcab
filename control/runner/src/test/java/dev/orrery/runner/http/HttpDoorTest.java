package dev.orrery.runner.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.kernel.Secret;
import dev.orrery.runner.status.HostHealth;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Spoken to byte by byte: clients of good manners cannot ask these things. */
class HttpDoorTest {
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpDoor door =
      HttpDoor.open(0, Secret.of("token"), new HostHealth(), () -> "no metrics");

  @AfterEach
  void close() {
    door.close();
  }

  @ParameterizedTest
  @CsvSource({"/%00, 400", "/%2e%2e%2fhealth, 404", "/a%2fb, 404", "/bad%zz, 400"})
  void answersAPathThatCannotBeReadWithProblemDetails(String path, int status) throws IOException {
    assertProblem(ask("GET " + path + " HTTP/1.1", "Host: localhost"), status);
  }

  @Test
  void answersAHostThatIsNoneWithProblemDetails() throws IOException {
    assertProblem(ask("GET /health HTTP/1.1", "Host: a b"), 400);
  }

  @Test
  void answersAPathThatIsTooLongWithProblemDetails() throws IOException {
    assertProblem(ask("GET /" + "a".repeat(20_000) + " HTTP/1.1", "Host: localhost"), 414);
  }

  @Test
  void saysWhichMethodsAPathTakes() throws IOException {
    Reply reply =
        ask("PUT /api/v1/panic HTTP/1.1", "Host: localhost", "Authorization: Bearer token");
    assertThat(assertProblem(reply, 405).path("detail").asString())
        .isEqualTo("path /api/v1/panic: does not take PUT (it takes GET, POST, DELETE)");
    assertThat(reply.head()).contains("Allow: GET, POST, DELETE");
  }

  @ParameterizedTest
  @CsvSource({
    "/logs?level=LOUD, 'level: is none of debug, info, warn, error: LOUD'",
    "/logs?levle=warn, 'parameter levle: is not known here: there are limit, strategy, since,"
        + " level'",
    "/decisions?level=warn, 'parameter level: is not known here: there are limit, strategy, since'"
  })
  void refusesQuestionsItDoesNotKnow(String path, String cause) throws IOException {
    Reply reply = ask("GET /api/v1" + path + " HTTP/1.1", "Host: localhost");
    assertThat(assertProblem(reply, 400).path("detail").asString()).isEqualTo(cause);
  }

  @Test
  void answersHealthWhateverSendsItsBodySlowly() throws IOException {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 48; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), door.port());
        slow.add(socket);
        String begun =
            "POST /api/v1/panic HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer token\r\n"
                + "Content-Length: 1000\r\n\r\n{";
        socket.getOutputStream().write(begun.getBytes(StandardCharsets.UTF_8));
      }
      long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
      while (!anyAnswered(slow)) {
        assertThat(System.nanoTime()).as("one is refused, as no worker is free").isLessThan(end);
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      }
      assertThat(ask("GET /health HTTP/1.1", "Host: localhost").body()).contains("\"alive\":true");
    } finally {
      for (Socket each : slow) {
        each.close();
      }
    }
  }

  private static boolean anyAnswered(List<Socket> sockets) throws IOException {
    for (Socket each : sockets) {
      if (each.getInputStream().available() > 0) {
        assertThat(new String(each.getInputStream().readNBytes(12), StandardCharsets.UTF_8))
            .isEqualTo("HTTP/1.1 503");
        return true;
      }
    }
    return false;
  }

  private static JsonNode assertProblem(Reply reply, int status) {
    assertThat(reply.head()).contains("HTTP/1.1 " + status + " ", "application/problem+json");
    JsonNode problem = JSON.readTree(reply.body());
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("problems")).hasSize(1);
    return problem;
  }

  private record Reply(String head, String body) {}

  private Reply ask(String... lines) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), door.port())) {
      socket.setSoTimeout(10_000);
      String asked = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(asked.getBytes(StandardCharsets.UTF_8));
      String said = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      String[] parts = said.split("\r\n\r\n", 2);
      return new Reply(parts[0], parts[1]);
    }
  }
}
