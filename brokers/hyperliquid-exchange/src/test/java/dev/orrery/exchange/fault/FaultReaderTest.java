package dev.orrery.exchange.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.wire.WireJson;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultReaderTest {
  private static final Address ANN = new Address("0x" + "a".repeat(40));
  private static final String ALL =
      """
      faults:
        - fault: lostReply
          action: order
          user: "0xAAAAaaaaAAAAaaaaAAAAaaaaAAAAaaaaAAAAaaaa"
          coin: BTC
          probability: 0.25
          skip: 2
          count: 3
        - { fault: delay, by: 800ms }
        - { fault: delay, by: 2s, of: request }
        - { fault: status, code: 429, question: openOrders }
        - { fault: status, code: 502, tookEffect: true }
        - { fault: rejectOrders, pass: 1, refuse: 2, text: "no" }
        - { fault: duplicate, channel: userFills }
        - { fault: reorder, channel: userFills }
        - { fault: missing, channel: user }
        - { fault: drop, at: 10s, every: 1m }
        - { fault: silence, lasting: 30s }
        - { fault: staleMids, coin: BTC, lasting: 20s }
        - { fault: skew, by: -3s }
        - { fault: restart, down: 2s, action: order }
        - { fault: revokeAgent, user: "0xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", agent: "0xbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb" }
        - { fault: liquidate, user: "0xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" }
        - { fault: fund, coin: BTC }
        - { fault: holdOracle, coin: BTC, px: 100.5 }
      """;

  @TempDir private Path folder;

  @Test
  void readsEveryKind() throws IOException {
    List<Fault> faults = read(ALL);
    assertThat(faults.stream().map(it -> it.trouble().word()).distinct())
        .containsExactlyInAnyOrderElementsOf(Words.ALL);
    assertThat(faults.getFirst())
        .isEqualTo(
            new Fault(
                new Trouble.LostReply(),
                new Match(ANN, "order", null, null, "BTC"),
                0.25,
                2,
                3,
                Duration.ZERO,
                null));
    assertThat(faults.stream().map(Fault::trouble))
        .contains(
            new Trouble.Delay(Duration.ofMillis(800), false),
            new Trouble.Delay(Duration.ofSeconds(2), true),
            new Trouble.Status(502, true),
            new Trouble.RejectOrders(1, 2, "no"),
            new Trouble.Skew(Duration.ofSeconds(-3)),
            new Trouble.HoldOracle(new BigDecimal("100.5")));
  }

  @Test
  void writesWhatItReads() throws IOException {
    List<Fault> faults = read(ALL);
    List<Fault> again =
        FaultReader.read(WireJson.node(faults.stream().map(FaultReader::write).toList()), "again");
    assertThat(again).isEqualTo(faults);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {fault: lostRply}                     | fault: 'lostRply' is none
          {fault: lostReply, kount: 3}          | kount: is no field of this fault
          {fault: lostReply, probability: 2}    | probability: is no probability: 2
          {fault: lostReply, count: -1}         | count: is no whole number: -1
          {fault: lostReply, count: many}       | count: is no whole number: "many"
          {fault: lostReply, user: ann}         | user: an address is 0x and 40 hex digits
          {fault: lostReply, channel: user}     | lostReply is about requests, which have no channel
          {fault: delay}                        | by: is missing
          {fault: delay, by: 5}                 | by: is no text: 5
          {fault: delay, by: -5s}               | by: is below zero
          {fault: delay, by: 5s, of: all}       | of: 'all' is neither
          {fault: status, code: 200}            | code: is no whole number: 200
          {fault: duplicate}                    | duplicate is about messages: name their channel
          {fault: missing, channel: user, action: order} | missing is about messages, which are no action
          {fault: staleMids, lasting: 5s}       | staleMids needs a coin
          {fault: liquidate}                    | liquidate needs a user
          {fault: revokeAgent, agent: x}        | agent: an address is
          {fault: holdOracle, coin: BTC, px: -1}| px: is no price above zero
          [1]                                   | is no fault
          text                                  | is no fault
          {faults: [], more: 1}                 | has more than faults
          """)
  void saysWhatIsWrong(String text, String cause) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.exit()).isEqualTo(ExitCode.CONFIGURATION);
              assertThat(e.problems()).extracting(Problem::line).anyMatch(it -> it.contains(cause));
            });
  }

  @Test
  void saysAllThatIsWrongAtOnce() {
    assertThatThrownBy(() -> read("[{fault: nope}, {fault: delay, by: x, kount: 1}]"))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problems()).hasSizeGreaterThanOrEqualTo(3));
  }

  @Test
  void takesAnEmptyFileForNone() throws IOException {
    assertThat(read("")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"'{fault: [', is no YAML", "'a: b: c', is no YAML"})
  void saysThatAFileIsNoYaml(String text, String cause) {
    assertThatThrownBy(() -> read(text)).hasMessageContaining(cause);
  }

  @Test
  void saysThatAFileCannotBeRead() throws IOException {
    assertThatThrownBy(() -> FaultFile.read(folder.resolve("none.yaml")))
        .hasMessageContaining("none.yaml: cannot be read");
    Path binary = folder.resolve("binary.yaml");
    Files.write(binary, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
    assertThatThrownBy(() -> FaultFile.read(binary)).isInstanceOf(ProblemException.class);
  }

  private List<Fault> read(String yaml) throws IOException {
    Path file = folder.resolve("faults.yaml");
    Files.writeString(file, yaml, StandardCharsets.UTF_8);
    return FaultFile.read(file);
  }
}
