package dev.orrery.backtest;

import dev.orrery.api.market.Instrument;
import dev.orrery.api.value.Usd;
import dev.orrery.kernel.Sha256;
import dev.orrery.market.file.DataSummary;
import dev.orrery.market.file.MarketFile;
import dev.orrery.market.replay.JointReplay;
import dev.orrery.market.replay.Replay;
import dev.orrery.runtime.StrategyStatus;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A market of several symbols in one backtest: its range, its books, and what it came to. */
final class JointPlay {
  private final JointReplay market;
  private final List<Replay> parts;
  private final List<String> symbols;
  private final JointLedger ledger;
  private final Tape.Span span;

  JointPlay(JointReplay whole, @Nullable Instant from, @Nullable Instant until, Duration warmUp) {
    long first = from == null ? whole.from() : Math.max(whole.from(), from.toEpochMilli());
    this.market =
        whole.window(
            first + warmUp.toMillis(), until == null ? Long.MAX_VALUE : until.toEpochMilli());
    this.parts = market.parts();
    this.symbols = market.instruments().stream().map(Instrument::symbol).toList();
    this.ledger = new JointLedger(symbols);
    this.span = span(parts);
  }

  private static Tape.Span span(List<Replay> parts) {
    long from = Long.MAX_VALUE;
    long to = Long.MIN_VALUE;
    long rows = 0;
    for (Replay part : parts) {
      MarketFile data = part.data();
      Replay.Part played = part.part();
      from = Math.min(from, data.time(played.first()));
      to = Math.max(to, data.time(played.end() - 1));
      rows += (long) played.end() - played.first();
    }
    return new Tape.Span(from, to, rows);
  }

  JointReplay market() {
    return market;
  }

  JointLedger ledger() {
    return ledger;
  }

  Tape.Span span() {
    return span;
  }

  JointTape tape(BigDecimal startCash, Progress progress) {
    return new JointTape(ledger, symbols, span, startCash, progress);
  }

  BacktestResult result(
      StrategyStatus status, Usd startCash, RunJournal journal, JointTape tape, Cues cues) {
    Instant end = Instant.ofEpochMilli(tape.lastAt());
    Ledger.Booked booked = ledger.booked(tape::last, end);
    Figures figures =
        Figures.of(
            startCash, booked, tape.drawdown(), tape.sharpe(), tape.firstAt(), tape.lastAt());
    DecisionCount decisions = journal.decisions();
    Duration range = Duration.ofMillis(tape.lastAt() - tape.firstAt());
    return new BacktestResult(
        subject(status),
        Instant.ofEpochMilli(tape.firstAt()),
        end,
        tape.seen(),
        figures,
        tape.buyAndHold(),
        decisions.counts(),
        booked.trips(),
        tape.curve(),
        Notes.of(status, figures, decisions, range, cues),
        journal.digest());
  }

  private BacktestResult.Subject subject(StrategyStatus status) {
    String digests =
        parts.stream().map(each -> each.data().digest().hex()).collect(Collectors.joining("\n"));
    return new BacktestResult.Subject(
        status.identity().strategy(),
        status.fileName(),
        status.identity().jarDigest(),
        status.parameters(),
        String.join(",", symbols),
        market.name(),
        Sha256.of(digests),
        DataSummary.together(parts.stream().map(Replay::summary).toList()));
  }
}
